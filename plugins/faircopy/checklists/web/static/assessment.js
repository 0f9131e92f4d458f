// An assessment: entries, each with its value, time and editor. Nothing is changed in place.
import { seeable } from "./text.js";

export const FORMAT = "faircopy-assessment";
export const VERSION = 2;
// How the part of an address begins that carries an assessment.
export const LINK = "#share=";
// The editor of what a link has brought; a tab's name is longer.
export const BY_LINK = "link";
export const newId = () => Math.random().toString(36).slice(2, 10).padEnd(8, "0");

// One editor is one tab. Stamps only grow: what is changed later is newer.
export function stamper(by = newId(), now = Date.now, last = 0) {
  const stamp = (after = 0) => ({ time: (last = Math.max(now(), last, after) + 1), by, ...(stamp.who && { who: stamp.who }) });
  return stamp;
}

export function newAssessment(list, name, stamp) {
  const empty = { format: FORMAT, version: VERSION, list: list.id, id: newId(), revision: list.revision, entries: {} };
  const preset = Object.entries(presetsOf(list));
  return preset.reduce((made, [key, value]) => write(made, key, value, stamp), write(empty, "name", name, stamp));
}

// What the author has ticked is answered from the start.
/** @type {(list: any) => Record<string, any>} */
export const presetsOf = ({ sections, preset }) =>
  Object.fromEntries(preset ? sections.flatMap(({ items }) => items).filter(({ ticked }) => ticked).map(({ id }) => [`answers/${id}`, { answer: preset }]) : []);
export const copyOf = (assessment, stamp) => write({ ...assessment, id: newId() }, "name", `${nameOf(assessment)} (copy)`, stamp);

export const read = (assessment, key) => assessment.entries[key]?.value;
export const answerOf = (assessment, id) => read(assessment, `answers/${id}`);
export const nameOf = (assessment) => seeable(read(assessment, "name"), "Untitled");

export const keysOf = (assessment, kind = "answers/") =>
  Object.keys(assessment.entries).filter((key) => key.startsWith(kind) && read(assessment, key)).map((key) => key.slice(kind.length));

export function write(assessment, key, value, stamp, resolve) {
  const { others = [], ...old } = assessment.entries[key] ?? {};
  const stays = (other) => !resolve && !same(other.value, value);
  const replaced = [old, ...others.filter((other) => !stays(other))].filter(({ by }) => by);
  const entry = { value, ...stamp(replaced.reduce((last, { time }) => Math.max(last, time), 0)) };
  see(entry, replaced);
  // A newer version knows all older ones of its editor; one that stands needs another name.
  const standing = others.filter(stays).map((other) => ({ ...other, by: other.by === entry.by ? newId() : other.by }));
  if (standing.length) entry.others = standing;
  return { ...assessment, entries: { ...assessment.entries, [key]: entry } };
}

// What a version's editor knew: the newest time of each other editor.
export function see(version, known) {
  const seen = new Map();
  for (const each of [version, ...known]) knownBy(each).forEach(([who, when]) => raise(seen, who, when));
  seen.delete(version.by);
  if (seen.size) version.seen = Object.fromEntries(seen);
}

// Editors are named by others, so a Map: an object has names of its own.
export const knownBy = ({ by, time, seen }) => Object.entries({ ...seen, [by]: time });

export const raise = (map, who, when) => map.set(who, Math.max(map.get(who) ?? 0, when));
export const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
export const differing = (a, b) => Object.keys({ ...a.entries, ...b.entries }).filter((key) => !same(read(a, key), read(b, key)));
export const follow = (result, key, target, stamp, resolve) => write(result, key, read(target, key) ?? null, stamp, resolve);

export const become = (assessment, target, stamp) =>
  differing(assessment, target).reduce((result, key) => follow(result, key, target, stamp, true), assessment);

// Empty rows stay between full ones, so that nothing moves under the cursor. Nobody edits where an answer came from.
export function tidy(value) {
  if (!value || typeof value !== "object") return value || null;
  if (Array.isArray(value)) return value.slice(0, value.findLastIndex(tidy) + 1).map((row) => tidy(row) ?? {});
  const parts = Object.keys(value).sort().map((name) => [name, name === "from" ? value[name] : tidy(value[name])]).filter(([, part]) => part && part.length !== 0);
  return parts.length ? Object.fromEntries(parts) : null;
}
