// Copies of one assessment brought together, and an older one brought forward to the list of today.
// @ts-check
import { knownBy, raise, same, see, tidy } from "./assessment.js";
import { DISPOSITIONS } from "./vocabulary.js";
/** @import { Answer, Assessment, Change, Entry, List, Vocabulary } from "../types" */

/** @type {(version: Entry) => string} */
const rank = (version) => `${version.time}`.padStart(16, "0") + version.by + JSON.stringify(version.value);
/** @type {(versions: Entry[]) => Entry[]} */
const newestFirst = (versions) =>
  versions
    .map((version) => /** @type {[string, Entry]} */ ([rank(version), version]))
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([, version]) => version);

/** @type {(...entries: Entry[]) => Entry} */
export function mergeEntry(...entries) {
  // By their value. What one of those that stay knew, or its editor has written since, was replaced, not contradicted;
  // but who did not know all that have given a value has not replaced it.
  /** @type {Map<string, Entry[]>} */
  const stays = new Map();
  const [latest, known] = [
    /** @type {Map<string, number>} */ (new Map()),
    /** @type {Map<string, number>} */ (new Map()),
  ];
  const isReplaced = (/** @type {[string, number]} */ [who, when]) =>
    (latest.get(who) ?? 0) > when || (known.get(who) ?? 0) >= when;
  for (const { others, ...version } of newestFirst(entries.flatMap((entry) => [entry, ...(entry.others ?? [])]))) {
    const { by, time, value } = version;
    const text = JSON.stringify(value ?? null);
    if (!stays.has(text)) {
      if (knownBy(version).every(isReplaced)) continue;
      stays.set(text, []);
      raise(latest, by, time);
    }
    const same = /** @type {Entry[]} */ (stays.get(text));
    same.push(version);
    for (const [who, when] of knownBy(version)) if (who !== same[0].by) raise(known, who, when);
  }
  const [first, ...others] = [...stays.values()].map(([newest, ...same]) => (same.length && see(newest, same), newest));
  return others.length ? { ...first, others } : first;
}

/** @type {(a: Assessment, b: Assessment) => Assessment} */
export function merge(a, b) {
  const keys = Object.keys({ ...a.entries, ...b.entries }).sort();
  const entries = keys.map((key) => [key, mergeEntry(...[a, b].flatMap((each) => each.entries[key] ?? []))]);
  return { ...a, entries: Object.fromEntries(entries) };
}

// The ids of the list's questions, of today and of before, are its own: an own question that has one gets another.
/** @type {(assessment: Assessment, list: List) => Assessment} */
export function renameClashes(assessment, { sections, revisions }) {
  const changed = revisions.flatMap(({ changes }) => changes.flatMap(({ id, into = [] }) => [id, into].flat()));
  const taken = new Set([...sections.flatMap(({ items }) => items.map(({ id }) => id)), ...changed]);
  /** @type {Record<string, Entry>} */
  const entries = {};
  for (const [name, entry] of Object.entries(assessment.entries)) {
    let key = name;
    while (key.startsWith("questions/") && taken.has(key.slice(10))) key = key.replace("/", "/own-");
    entries[key] = entries[key] ? mergeEntry(entries[key], entry) : entry;
  }
  return { ...assessment, entries };
}

/** @type {(assessment: Assessment, list: List) => Assessment} */
export function migrate(assessment, list) {
  const missed = list.revisions.filter(({ date }) => date > assessment.revision).flatMap(({ changes }) => changes);
  const entries = missed.reduce((now, change) => applied(now, change, list.words), assessment.entries);
  return { ...assessment, revision: list.revision, entries };
}

/** @type {(entries: Record<string, Entry>, change: Change, words: Vocabulary) => Record<string, Entry>} */
function applied(entries, change, words) {
  const old = entries[`answers/${change.id}`];
  if (!old?.value) return entries;
  if (change.kind === "reworded") return { ...entries, [`answers/${change.id}`]: reworded(old, change.before) };
  const into = (DISPOSITIONS[change.kind] && change.into) || [];
  return {
    ...entries,
    ...Object.fromEntries(into.map((id) => [`answers/${id}`, inherited(entries[`answers/${id}`], old, change, words)])),
  };
}

// What was answered is the wording of then, so the oldest stays.
/** @type {(entry: Entry, was: unknown) => Entry} */
const reworded = (entry, was) => ({
  ...entry,
  value: entry.value && { was, ...entry.value, review: true },
  ...(entry.others && { others: entry.others.map((version) => reworded(version, was)) }),
});

// Where several old answers meet, what differs is left open.
/** @type {(entry: Entry | undefined, old: Entry, change: Change, words: Vocabulary) => Entry} */
function inherited(entry, old, { kind, id, question }, { level }) {
  const { was, from, ...brought } = old.value;
  const here = entry?.value ?? {};
  /** @type {(name: "note" | "evidence", between: (a: any, b: any) => any) => any} */
  const both = (name, between) => [here[name], brought[name]].filter(Boolean).reduce(between, undefined);
  const value = tidy({
    ...brought,
    ...here,
    review: true,
    answer: !entry?.value || here.answer === brought.answer ? brought.answer : null,
    risk: level(here) > level(brought) ? here.risk : brought.risk,
    note: both("note", (a, b) => (a ? `${a}\n\n${b}` : b)),
    evidence: both("evidence", (a = [], b) => [...a, ...b]),
    from: [...(here.from ?? []), { kind, id, question, ...(brought.answer && { answer: brought.answer }) }],
  });
  return { ...(entry && entry.time > old.time ? entry : old), value };
}
