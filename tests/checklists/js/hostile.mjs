// Assessments as nobody's page makes them, by seeded chance: right in form, and as wrong as form allows, or wrong.
import { chance, source } from "./help.mjs";

const { sections, revisions } = JSON.parse(source("list.json"));
const asked = sections.flatMap(({ items }) => items.map(({ id }) => id));
const former = revisions.flatMap(({ changes }) => changes.map(({ id }) => id));
// What names something of ours: questions of today and before, sections, what objects inherit, ids of the page.
export const IDS = [...asked, ...former, ...sections.map(({ id }) => id), "constructor", "own-1", "own-restored", "own-own-restored", "content", "checklist-data", "what-has-changed", "1", "x".repeat(5000), "a-".repeat(2000) + "a"];
const NO_IDS = ["", " ", "__proto__", "toString", "hasOwnProperty", "valueOf", "own 1", "a\u202eb", "a\0", "../x", "A", "-", "a--b", "a-", "<img>", "a/b", "\ud800"];
export const TEXTS = ["", " ", "Acme", "\u202egnirts\u2066", "\0", "\u200b", "x".repeat(3000), "<img src=x onerror=alert(1)>", "__proto__", "constructor", "a\nb", "\ud800", "“Leave”", "日本語 ".repeat(50)];
const DATES = ["2026-03-01", "2026-02-31", "0000-00-00", "275761-01-01", "-1", "March", "9999-12-31T23:59", ""];
const TIMES = [1, 5, 1_700_000_000_000, Date.now(), Date.now() + 9e8, 4e12, 8e14, 999_999_999_999_999];
const NO_TIMES = [0, -1, 1.5, 1e15, 1e308, Number.MAX_SAFE_INTEGER, "1", null, true];
const NO_VALUES = [0, true, [], {}, "text", { note: 1 }, { note: [] }, { answer: "constructor" }, { "note?": "x" }, { evidence: {} }, { evidence: [1] }, { action: [] }, { review: false }, { constructor: "x" }];

/** An assessment for this seed, as JSON; of its parts, so many in a hundred have a wrong form. */
export function hostile(seed, wrong = 0) {
  const { below, pick, next } = chance(seed);
  const or = (right, no) => (next() * 100 < wrong ? pick(no) : right());
  const id = () => or(() => pick(IDS), NO_IDS);
  const text = () => or(() => pick(TEXTS), [1, null, [], {}]);
  const some = (make) => (below(3) ? make() : undefined);
  const answer = () => ({
    answer: some(() => pick(["yes", "partly", "no", "not-asked", "no-answer", "refused", "not-applicable"])), reason: some(text), note: some(text), risk: some(() => pick(["none", "low", "high", "critical"])),
    evidence: some(() => Array.from({ length: below(4) }, () => ({ label: some(text), link: some(text), date: some(() => pick(DATES)) }))), action: some(() => ({ what: some(text), due: some(() => pick(DATES)) })),
    was: some(text), review: below(2) ? true : undefined, from: below(4) ? undefined : [{ kind: pick(["retired", "split-to"]), id: id(), question: text() }],
  });
  const VALUES = { name: text, archived: () => true, answers: answer, questions: () => ({ section: id(), question: text() }) };
  const time = () => or(() => pick(TIMES), NO_TIMES);
  const version = (kind) => {
    const seen = below(2) ? Object.fromEntries(Array.from({ length: below(4) }, () => [id(), time()])) : undefined;
    return { value: below(8) ? or(VALUES[kind], NO_VALUES) : null, time: time(), by: id(), seen };
  };
  const entries = Array.from({ length: below(24) }, () => {
    const kind = pick(["name", "archived", "answers", "answers", "questions", "questions"]);
    const others = below(5) ? undefined : Array.from({ length: below(4) }, () => version(kind));
    return [/^[aq].*s$/.test(kind) ? `${kind}/${id()}` : kind, { ...version(kind), others }];
  });
  const made = { format: "faircopy-assessment", version: or(() => pick([1, 2]), [0, 3, "1", null]), list: or(() => "moving-a-server", ["other", 1, null]), id: or(() => pick(["acme", "constructor", "restored"]), NO_IDS) };
  // Object.fromEntries makes an own "__proto__", as JSON.parse does.
  return JSON.stringify({ ...made, revision: or(() => pick(["2017-01-10", "2026-11-22"]), ["", "2030-01-01", "x", 1]), entries: Object.fromEntries(entries) });
}
