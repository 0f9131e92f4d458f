import assert from "node:assert/strict";
import { test } from "node:test";
import { chance, list, load } from "./help.mjs";

const { fold, fromAddress, itemsOf, newAssessment, occurrences, ownersOf, stamper, toAddress, wantedBy, soughtWords, write } =
  await load();

const DAY = 86_400_000;
const stamp = stamper("a", () => Date.parse("2026-11-20T12:00"));
const filled = (values) =>
  Object.entries(values).reduce(
    (made, [id, value]) => write(made, `answers/${id}`, value, stamp),
    newAssessment(list(), "Acme", stamp),
  );
const SOME = filled({
  restored: { answer: "no", risk: "high", confidence: "said", action: { what: "try", owner: "Zoë", due: "2001-01-01" } },
  "way-back": { answer: "yes", note: "By bicycle, dear Ångström" },
  "dns-time": { answer: "no", action: { what: "ask", owner: " zoe " } },
  "dns-owner": { answer: "", note: "later", risk: "none" },
});
const shown = (wanted, assessment = SOME) =>
  itemsOf(list(), assessment).filter(wantedBy(wanted, assessment, list())).map(({ id }) => id);
const ALL = shown({});

for (const [wanted, expected] of [
  [{}, ALL], [{ show: "" }, ALL],
  [{ answer: "no" }, ["restored", "dns-time"]], [{ answer: "-" }, ["who-knows", "dns-owner", "watching"]],
  [{ risk: "high" }, ["restored"]], [{ risk: "none" }, ["dns-owner"]], [{ confidence: "said" }, ["restored"]],
  [{ show: "flags" }, ["restored"]], [{ show: "note" }, ["dns-owner", "way-back"]],
  [{ action: "open" }, ["restored", "dns-time"]], [{ action: "late" }, ["restored"]],
  [{ owner: "zoe" }, ["restored", "dns-time"]], [{ owner: "zoe", risk: "high" }, ["restored"]],
  [{ answer: "no", action: "none" }, []],
  [{ since: "2026-11-20" }, ["restored", "dns-time", "dns-owner", "way-back"]], [{ since: "2026-11-21" }, []],
  [{ q: "BACKUP" }, ["restored"]], [{ q: "angstrom bicycle" }, ["way-back"]], [{ q: "bicycle restored" }, []],
  // Choices that there are not: nothing is wanted so, and nothing breaks.
  [{ show: "constructor" }, []], [{ action: "toString" }, []], [{ risk: "__proto__" }, []], [{ since: "soon" }, []],
]) {
  test(`${JSON.stringify(wanted)} shows ${expected.length}`, () =>
    assert.deepEqual(shown(wanted), ALL.filter((id) => expected.includes(id))));
}

test("what was answered differently and is not decided can be shown", () => {
  const entries = { ...SOME.entries };
  entries["answers/restored"] = { ...entries["answers/restored"], others: [{ value: { answer: "yes" }, time: 1, by: "b" }] };
  assert.deepEqual(shown({ show: "undecided" }, { ...SOME, entries }), ["restored"]);
  assert.deepEqual(shown({ show: "undecided" }), []);
});

test("of what has changed are the questions that are newer than a revision, until they are answered", () => {
  const since = (revision, assessment = SOME) =>
    itemsOf(list(), assessment).filter(wantedBy({ show: "changed" }, assessment, list(), revision)).map(({ id }) => id);
  assert.deepEqual(since("2017-01-10"), ["watching"]);
  assert.deepEqual(since("2017-01-10", filled({ "who-knows": { answer: "yes", review: true } })), ["who-knows", "dns-time", "dns-owner", "watching"]);
  const own = write(SOME, "questions/own-1", { section: "after", question: "Coffee?" }, stamp);
  for (const revision of [undefined, "2026-11-22"]) assert.deepEqual(since(revision, own), []);
});

test("an owner has the questions of her sections, and of sections in them that nobody else has", () => {
  const [before, after] = list().sections;
  const ids = ({ items }) => items.map(({ id }) => id);
  const own = write(SOME, "questions/own-1", { section: "after", question: "Coffee?" }, stamp);
  const assigned = write(own, "assigned/after", " ZOE", stamp);
  assert.deepEqual(shown({ owner: "zoe" }, assigned), ["restored", "dns-time", ...ids(after), "own-1"]);
  assert.deepEqual(shown({ owner: "zoe", answer: "yes" }, assigned), ["way-back"]);
  assert.deepEqual(ownersOf(write(assigned, "assigned/before", "Kim", stamp)), [["kim", "Kim"], ["zoe", "Zoë"]]);
  const nested = { ...list(), sections: [before, { ...after, parent: "before" }] };
  const nestedShown = (assessment) => itemsOf(nested, assessment).filter(wantedBy({ owner: "kim" }, assessment, nested)).map(({ id }) => id);
  const outer = write(SOME, "assigned/before", "Kim", stamp);
  assert.deepEqual(nestedShown(outer), [...ids(before), ...ids(after)]);
  assert.deepEqual(nestedShown(write(outer, "assigned/after", "Zoë", stamp)), ids(before));
});

test("owners are one whatever the case, the accents and the blanks, by name", () => {
  assert.deepEqual(ownersOf(SOME), [["zoe", "Zoë"]]);
});

test("what is asked for comes back from the address, and nothing else does", () => {
  const wanted = { q: "a & b=c #d", answer: "no", owner: "zoë", since: "2026-11-20" };
  assert.deepEqual(fromAddress(`#${toAddress({ ...wanted, show: "" })}`), wanted);
  assert.equal(toAddress({ show: "", q: "" }), "");
  for (const hash of ["", "#", "#restored", "#share=1.x.y", "#__proto__=1&constructor=2", "#%", "#=&=", "#answer="]) {
    assert.deepEqual(fromAddress(hash), {});
  }
  assert.equal(fromAddress(`#q=${"x".repeat(100_000)}`).q.length, 200);
});

test("a question that was changed at the end of the day before is not among those since a day", () => {
  const at = (time) => ({ ...newAssessment(list(), "A", stamp), entries: { "answers/restored": { value: {}, time, by: "x" } } });
  const midnight = Date.parse("2026-11-20T00:00");
  assert.deepEqual(shown({ since: "2026-11-20" }, at(midnight)), ["restored"]);
  assert.deepEqual(shown({ since: "2026-11-20" }, at(midnight - 1)), []);
  assert.deepEqual(shown({ since: "2026-11-19" }, at(midnight - DAY / 2)), ["restored"]);
});

for (const [text, sought, marked] of [
  ["When was a backup last restored?", "BACKUP", ["backup"]],
  ["Ångström, angstrom", "angström", ["Ångström", "angstrom"]],
  ["a\u030angstr\u00f6m", "angstrom", ["a\u030angstr\u00f6m"]],
  ["the ﬁle of the office", "fi", ["ﬁ", "fi"]],
  ["ΟΔΟΣ οδος", "οδοσ", ["ΟΔΟΣ", "οδος"]],
  ["aaaa", "aa a", ["aaaa"]], ["nothing", "x", []], ["e\u0301", "e", ["e\u0301"]],
]) {
  test(`“${sought}” in “${text}”`, () =>
    assert.deepEqual(occurrences(text, soughtWords(sought)).map(([from, to]) => text.slice(from, to)), marked));
}

test("in any text, what is found folds to what was sought, letter by letter as all at once", () => {
  const { pick, below } = chance(7);
  const letters = [..."aAäÅßﬁ½ςΣσİıKℌéE\u0301\u0327 .-漢字한ǅ", "👩🏽‍💻", "\ud800"];
  for (let round = 0; round < 2000; round += 1) {
    const text = Array.from({ length: below(12) }, () => pick(letters)).join("");
    assert.equal([...text].map(fold).join(""), fold(text));
    const sought = soughtWords(Array.from({ length: 1 + below(2) }, () => pick(letters)).join(""));
    const found = occurrences(text, sought);
    assert.equal(found.length > 0, sought.some((word) => fold(text).includes(word)), `${sought} in ${text}`);
    for (const [from, to] of found) assert.ok(sought.some((word) => fold(text.slice(from, to)).includes(word)));
    found.forEach(([from], i) => assert.ok(i === 0 || from > found[i - 1][1]));
  }
});
