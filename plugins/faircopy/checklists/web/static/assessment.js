// An assessment: entries, each with its value, time and editor. Nothing is changed in place.
// @ts-check
import { seeable, t } from "./text.js";
/** @import { Assessment, Entry, List, Stamp } from "../types" */

export const FORMAT = "faircopy-assessment";
export const VERSION = 2;
// How the part of an address begins that carries an assessment.
export const LINK = "#share=";
/**
 * Whether an address carries one, also where a program on its way has encoded the sign behind the word.
 * @type {(hash: string) => boolean}
 */
export const isLink = (hash) => /^#([a-z0-9-]+\.)?share[=%]/.test(hash);
// The editor of what a link has brought; a tab's name is longer.
export const BY_LINK = "link";
export const newId = () => Math.random().toString(36).slice(2, 10).padEnd(8, "0");

// One editor is one tab. Stamps only grow: what is changed later is newer.
/** @type {(by?: string, now?: () => number, last?: number) => Stamp} */
export function stamper(by = newId(), now = Date.now, last = 0) {
  /** @type {Stamp} */
  const stamp = (after = 0) => ({
    time: (last = Math.max(now(), last, after) + 1),
    by,
    ...(stamp.who && { who: stamp.who }),
  });
  return stamp;
}

/** @type {(list: List, name: string, stamp: Stamp) => Assessment} */
export function newAssessment(list, name, stamp) {
  const empty = { format: FORMAT, version: VERSION, list: list.id, id: newId(), revision: list.revision, entries: {} };
  const preset = Object.entries(presetsOf(list));
  return preset.reduce((made, [key, value]) => write(made, key, value, stamp), write(empty, "name", name, stamp));
}

// What the author has ticked is answered from the start.
/** @type {(list: List) => Record<string, unknown>} */
export const presetsOf = ({ sections, preset }) =>
  Object.fromEntries(
    preset
      ? sections
          .flatMap(({ items }) => items)
          .filter(({ ticked }) => ticked)
          .map(({ id }) => [`answers/${id}`, { answer: preset }])
      : [],
  );
/** @type {(assessment: Assessment, stamp: Stamp) => Assessment} */
export const copyOf = (assessment, stamp) =>
  write({ ...assessment, id: newId() }, "name", t("%(name)s (copy)", { name: nameOf(assessment) }), stamp);

/** @type {(assessment: Assessment, key: string) => any} */
export const read = (assessment, key) => assessment.entries[key]?.value;
/** @type {(assessment: Assessment, id: string) => any} */
export const answerOf = (assessment, id) => read(assessment, `answers/${id}`);
/** @type {(assessment: Assessment) => string} */
export const nameOf = (assessment) => seeable(read(assessment, "name"), t("Untitled"));

/** @type {(assessment: Assessment, kind?: string) => string[]} */
export const keysOf = (assessment, kind = "answers/") =>
  Object.keys(assessment.entries)
    .filter((key) => key.startsWith(kind) && read(assessment, key))
    .map((key) => key.slice(kind.length));

/** @type {(assessment: Assessment, key: string, value: unknown, stamp: Stamp, resolve?: boolean) => Assessment} */
export function write(assessment, key, value, stamp, resolve) {
  const { others = [], ...old } = assessment.entries[key] ?? /** @type {Partial<Entry>} */ ({});
  const stays = (/** @type {Entry} */ other) => !resolve && !same(other.value, value);
  const replaced = /** @type {Entry[]} */ ([old, ...others.filter((other) => !stays(other))].filter(({ by }) => by));
  /** @type {Entry} */
  const entry = { value, ...stamp(replaced.reduce((last, { time }) => Math.max(last, time), 0)) };
  see(entry, replaced);
  // A newer version knows all older ones of its editor; one that stands needs another name.
  const standing = others.filter(stays).map((other) => ({ ...other, by: other.by === entry.by ? newId() : other.by }));
  if (standing.length) entry.others = standing;
  return { ...assessment, entries: { ...assessment.entries, [key]: entry } };
}

// What a version's editor knew: the newest time of each other editor.
/** @type {(version: Entry, known: Entry[]) => void} */
export function see(version, known) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const each of [version, ...known]) knownBy(each).forEach(([who, when]) => raise(seen, who, when));
  seen.delete(version.by);
  if (seen.size) version.seen = Object.fromEntries(seen);
}

// Editors are named by others, so a Map: an object has names of its own.
/** @type {(version: Entry) => [string, number][]} */
export const knownBy = ({ by, time, seen }) => Object.entries({ ...seen, [by]: time });

/** @type {(map: Map<string, number>, who: string, when: number) => void} */
export const raise = (map, who, when) => map.set(who, Math.max(map.get(who) ?? 0, when));
/** @type {(a: unknown, b: unknown) => boolean} */
export const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
/** @type {(a: Assessment, b: Assessment) => string[]} */
export const differing = (a, b) =>
  Object.keys({ ...a.entries, ...b.entries }).filter((key) => !same(read(a, key), read(b, key)));
/** @type {(result: Assessment, key: string, target: Assessment, stamp: Stamp, resolve?: boolean) => Assessment} */
export const follow = (result, key, target, stamp, resolve) =>
  write(result, key, read(target, key) ?? null, stamp, resolve);

/** @type {(assessment: Assessment, target: Assessment, stamp: Stamp) => Assessment} */
export const become = (assessment, target, stamp) =>
  differing(assessment, target).reduce((result, key) => follow(result, key, target, stamp, true), assessment);

// Empty rows stay between full ones, so that nothing moves under the cursor. Nobody edits where an answer came from.
/** @type {(value: any) => any} */
export function tidy(value) {
  if (!value || typeof value !== "object") return value || null;
  if (Array.isArray(value)) return value.slice(0, value.findLastIndex(tidy) + 1).map((row) => tidy(row) ?? {});
  const parts = Object.keys(value)
    .sort()
    .map((name) => /** @type {[string, any]} */ ([name, name === "from" ? value[name] : tidy(value[name])]))
    .filter(([, part]) => part && part.length !== 0);
  return parts.length ? Object.fromEntries(parts) : null;
}
