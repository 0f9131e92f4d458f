// The words of an assessment, the list as one sees it, changes with their undo, merging, bringing forward.

export const ANSWERS = {
  yes: "Yes", partly: "Partly", no: "No", "not-asked": "Not asked yet", "no-answer": "Asked, no answer",
  refused: "Refused", "not-applicable": "Not applicable",
};
export const CONFIDENCE = { said: "Said", seen: "Document seen", verified: "Verified" };
export const RISK = { none: "None", low: "Low", medium: "Medium", high: "High", critical: "Critical" };
export const IMPACT = { none: "None", price: "Price", terms: "Terms", breaker: "Deal-breaker" };
export const FATE = { retired: "Retired", "replaced-by": "Replaced", "split-to": "Split", "merged-to": "Merged" };

export const level = (value) => Object.keys(RISK).indexOf(value?.risk);
export const isFlag = (value) => level(value) > 2;
// A reason belongs to one answer only.
export const told = ({ reason, ...value }) => (value.answer === "not-applicable" && reason ? { ...value, reason } : value);
const isExcluded = (value) => value?.answer === "not-applicable" && value.reason;
export const isDone = (value) => /^(yes|partly|no|refused)$/.test(value?.answer) || isExcluded(value);

// One line, in which nothing turns what stands beside it round. What nobody could see is no text.
const line = (text) => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
const seeable = (text, otherwise) => (/[\p{L}\p{N}\p{P}\p{S}]/u.test(text ?? "") ? line(text) : otherwise);
export const quoted = (text) => `“${line(text).replace(/^(.{60}).+/su, "$1…")}”`;

// So many own questions are shown: with tens of thousands, which somebody may send, a page takes minutes to open.
export const MOST_OWN = 1000;

export function sectionsOf({ sections }, assessment) {
  const ownOf = (id, { section, question }) => ({ section, question: seeable(question, "Your question"), id, own: true });
  const own = keysOf(assessment, "questions/").slice(0, MOST_OWN).map((id) => ownOf(id, read(assessment, `questions/${id}`)));
  const home = (item) => sections.find(({ id }) => id === item.section) ?? sections.at(-1);
  return sections.map((section) => ({ ...section, items: [...section.items, ...own.filter((item) => home(item) === section)] }));
}

export const itemsOf = (list, assessment) => sectionsOf(list, assessment).flatMap(({ items }) => items);

export const keysOf = (assessment, kind = "answers/") =>
  Object.keys(assessment.entries).filter((key) => key.startsWith(kind) && read(assessment, key)).map((key) => key.slice(kind.length));

export function retiredOf(list, assessment) {
  const asked = new Set(itemsOf(list, assessment).map(({ id }) => id));
  const changes = list.revisions.flatMap(({ date, changes }) => changes.map((change) => ({ date, ...change })));
  return keysOf(assessment).filter((id) => !asked.has(id)).map((id) =>
    ({ id, question: assessment.entries[`questions/${id}`] ? "A question of your own, removed" : id, ...changes.findLast((change) => change.id === id && FATE[change.kind]) }));
}

function tally({ title = "All", items }, assessment) {
  const values = items.map(({ id }) => answerOf(assessment, id));
  const counted = values.filter((value) => !isExcluded(value));
  return { title, done: counted.filter(isDone).length, counted: counted.length, risk: Math.max(-1, ...values.map(level)), flags: values.filter(isFlag).length };
}

export const tallies = (list, assessment) =>
  [...sectionsOf(list, assessment), { items: itemsOf(list, assessment) }].map((section) => tally(section, assessment));

export const progressText = ({ done, counted }) => `${done} of ${counted}`;
export const riskText = ({ risk }) => (risk < 0 ? "not rated" : `${risk} of 4, ${Object.values(RISK)[risk].toLowerCase()}`);
export const sumText = (tally) => `${progressText(tally)} answered · risk ${riskText(tally)}`;

export const FORMAT = "faircopy-assessment";
export const VERSION = 1;

export const newId = () => Math.random().toString(36).slice(2, 10).padEnd(8, "0");

// One editor is one tab. Stamps only grow: what is changed later is newer.
export const stamper = (by = newId(), now = Date.now, last = 0) => (after = 0) => ({ time: (last = Math.max(now(), last, after) + 1), by });

export const newAssessment = (list, name, stamp) =>
  write({ format: FORMAT, version: VERSION, list: list.id, id: newId(), revision: list.revision, entries: {} }, "name", name, stamp);
export const copyOf = (assessment, stamp) => write({ ...assessment, id: newId() }, "name", `${nameOf(assessment)} (copy)`, stamp);

export const read = (assessment, key) => assessment.entries[key]?.value;
export const answerOf = (assessment, id) => read(assessment, `answers/${id}`);
export const nameOf = (assessment) => seeable(read(assessment, "name"), "Untitled");

export function write(assessment, key, value, stamp, settle) {
  const { others = [], ...old } = assessment.entries[key] ?? {};
  const stays = (other) => !settle && !same(other.value, value);
  const replaced = [old, ...others.filter((other) => !stays(other))].filter(({ by }) => by);
  const entry = { value, ...stamp(replaced.reduce((last, { time }) => Math.max(last, time), 0)) };
  see(entry, replaced);
  // A newer version knows all older ones of its editor; one that stands needs another name.
  const standing = others.filter(stays).map((other) => ({ ...other, by: other.by === entry.by ? newId() : other.by }));
  if (standing.length) entry.others = standing;
  return { ...assessment, entries: { ...assessment.entries, [key]: entry } };
}

// What a version's editor knew: the newest time of each other editor.
function see(version, known) {
  const seen = new Map();
  for (const each of [version, ...known]) knownBy(each).forEach(([who, when]) => raise(seen, who, when));
  seen.delete(version.by);
  if (seen.size) version.seen = Object.fromEntries(seen);
}

// Editors are named by others, so a Map: an object has names of its own.
const knownBy = ({ by, time, seen }) => Object.entries({ ...seen, [by]: time });
const raise = (map, who, when) => map.set(who, Math.max(map.get(who) ?? 0, when));

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
export const differing = (a, b) => Object.keys({ ...a.entries, ...b.entries }).filter((key) => !same(read(a, key), read(b, key)));
const follow = (result, key, target, stamp, settle) => write(result, key, read(target, key) ?? null, stamp, settle);
export const become = (assessment, target, stamp) =>
  differing(assessment, target).reduce((result, key) => follow(result, key, target, stamp, true), assessment);

// What a step has changed, changed back. Versions that it had settled stand again, under new names: the old ones are known.
function replayed(assessment, left, target, stamp) {
  const rivals = ({ entries }, key) => entries[key]?.others?.map(({ value }) => value);
  const settled = Object.keys(left.entries).filter((key) => !same(rivals(left, key), rivals(target, key)));
  return [...new Set([...differing(left, target), ...settled])].reduce((result, key) => {
    const next = follow(result, key, target, stamp, settled.includes(key));
    const others = settled.includes(key) && target.entries[key]?.others?.map((other) => ({ ...other, by: newId() }));
    if (others) next.entries[key].others = others;
    return next;
  }, assessment);
}

// Empty rows stay between full ones, so that nothing moves under the cursor. Nobody edits where an answer came from.
export function tidy(value) {
  if (!value || typeof value !== "object") return value || null;
  if (Array.isArray(value)) return value.slice(0, value.findLastIndex(tidy) + 1).map((row) => tidy(row) ?? {});
  const parts = Object.keys(value).sort().map((name) => [name, name === "from" ? value[name] : tidy(value[name])]).filter(([, part]) => part && part.length !== 0);
  return parts.length ? Object.fromEntries(parts) : null;
}

// All assessments: those that are open, and those that cannot be opened, as { id, raw, message }.
export class Desk {
  all = new Map();
  sealed = new Map();
  done = [];
  undone = [];

  constructor(stamp, changed = () => {}) {
    Object.assign(this, { stamp, changed });
  }

  set(id, key, value, tag, settle) {
    let before = this.all.get(id);
    // Another tab may have deleted it.
    if (!before) return;
    const after = write(before, key, value, this.stamp, settle);
    const last = this.done.at(-1);
    if (tag && last?.tag === tag && last.pairs[0][1] === before) [[before]] = this.done.pop().pairs;
    this.#do({ tag, pairs: [[before, after]] });
  }

  exchange(...pairs) {
    this.#do({ pairs });
  }

  seal(id, message) {
    this.sealed.set(id, { id, raw: JSON.stringify(this.all.get(id)), message });
    this.all.delete(id);
  }

  undo() {
    return this.#replay(this.done, this.undone, ([before, after]) => [after, before]);
  }

  redo() {
    return this.#replay(this.undone, this.done, (pair) => pair);
  }

  #do(step) {
    this.undone = [];
    for (const [before, after] of step.pairs) this.#put(before ?? after, after);
    this.#record(step, this.done);
  }

  // Going back is a change of its own: a merge with another tab must not bring forward what was undone.
  #replay(from, to, turned) {
    const step = from.pop();
    for (const [left, target] of step?.pairs.map(turned) ?? []) {
      const now = this.all.get((left ?? target).id);
      if (!target || !left) this.#put(left ?? target, target && (now ? become(now, target, this.stamp) : target));
      else if (now) this.all.set(now.id, replayed(now, left, target, this.stamp));
    }
    if (step) this.#record({ pairs: step.pairs }, to);
    return step?.pairs ?? [];
  }

  #record(step, to) {
    to.push(step);
    this.changed(step.pairs.map(([before, after]) => (before ?? after).id));
  }

  #put({ id, raw }, assessment) {
    const shelf = raw === undefined ? this.all : this.sealed;
    if (assessment) shelf.set(id, assessment);
    else shelf.delete(id);
  }
}

const rank = (version) => `${version.time}`.padStart(16, 0) + version.by + JSON.stringify(version.value);
const newestFirst = (versions) => versions.map((version) => [rank(version), version]).sort(([a], [b]) => (a < b ? 1 : -1)).map(([, version]) => version);

export function mergeEntry(...entries) {
  // By their value. What one of those that stay knew, or its editor has written since, was replaced and not contradicted.
  const stays = new Map();
  const [latest, known] = [new Map(), new Map()];
  for (const { others, ...version } of newestFirst(entries.flatMap((entry) => [entry, ...(entry.others ?? [])]))) {
    const { by, time, value } = version;
    const text = JSON.stringify(value ?? null);
    if (!stays.has(text)) {
      if (latest.get(by) > time || known.get(by) >= time) continue;
      stays.set(text, []);
      raise(latest, by, time);
    }
    const same = stays.get(text);
    same.push(version);
    for (const [who, when] of knownBy(version)) if (who !== same[0].by) raise(known, who, when);
  }
  const [first, ...others] = [...stays.values()].map(([newest, ...same]) => (same.length && see(newest, same), newest));
  return others.length ? { ...first, others } : first;
}

export function merge(a, b) {
  const keys = Object.keys({ ...a.entries, ...b.entries }).sort();
  const entries = keys.map((key) => [key, mergeEntry(...[a, b].flatMap((each) => each.entries[key] ?? []))]);
  return { ...a, entries: Object.fromEntries(entries) };
}

// The ids of the list's questions, of today and of before, are its own: an own question that has one gets another.
export function apart(assessment, { sections, revisions }) {
  const changed = revisions.flatMap(({ changes }) => changes.flatMap(({ id, into }) => [id, into].flat()));
  const taken = new Set([...sections.flatMap(({ items }) => items.map(({ id }) => id)), ...changed]);
  const entries = {};
  for (const [name, entry] of Object.entries(assessment.entries)) {
    let key = name;
    while (key.startsWith("questions/") && taken.has(key.slice(10))) key = key.replace("/", "/own-");
    entries[key] = entries[key] ? mergeEntry(entries[key], entry) : entry;
  }
  return { ...assessment, entries };
}

export function migrate(assessment, list) {
  const missed = list.revisions.filter(({ date }) => date > assessment.revision).flatMap(({ changes }) => changes);
  return { ...assessment, revision: list.revision, entries: missed.reduce(applied, assessment.entries) };
}

function applied(entries, change) {
  const old = entries[`answers/${change.id}`];
  if (!old?.value) return entries;
  if (change.kind === "reworded") return { ...entries, [`answers/${change.id}`]: reworded(old, change.before) };
  const into = (FATE[change.kind] && change.into) || [];
  return { ...entries, ...Object.fromEntries(into.map((id) => [`answers/${id}`, inherited(entries[`answers/${id}`], old, change)])) };
}

// What was answered is the wording of then, so the oldest stays.
const reworded = (entry, was) => ({
  ...entry,
  value: entry.value && { was, ...entry.value, review: true },
  ...(entry.others && { others: entry.others.map((version) => reworded(version, was)) }),
});

// Where several old answers meet, what differs is left open.
function inherited(entry, old, { kind, id, question }) {
  const { was, from, ...brought } = old.value;
  const here = entry?.value ?? {};
  const both = (name, between) => [here[name], brought[name]].filter(Boolean).reduce(between, undefined);
  const value = tidy({
    ...brought, ...here, review: true,
    answer: !entry?.value || here.answer === brought.answer ? brought.answer : null,
    risk: level(here) > level(brought) ? here.risk : brought.risk,
    note: both("note", (a, b) => (a ? `${a}\n\n${b}` : b)),
    evidence: both("evidence", (a = [], b) => [...a, ...b]),
    from: [...(here.from ?? []), { kind, id, question, ...(brought.answer && { answer: brought.answer }) }],
  });
  return { ...(entry?.time > old.time ? entry : old), value };
}
