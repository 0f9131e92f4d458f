import assert from "node:assert/strict";
import { test } from "node:test";
import { list, load } from "./help.mjs";

const { answerOf, itemsOf, keysOf, listOf, markdown, progressText, report, requests, salvage, sumText, validate, retiredOf, riskText, sectionsOf, tallies } = await load();
const { newAssessment, stamper, write } = await load();

const stamp = stamper("a");
const filled = (values) => Object.entries(values).reduce((made, [key, value]) => write(made, key, value, stamp), newAssessment(list(), "Acme", stamp));

for (const [value, done] of [
  [undefined, false], [null, false], [{ note: "n" }, false], [{ answer: "yes" }, true], [{ answer: "partly" }, true], [{ answer: "no" }, true],
  [{ answer: "refused" }, true], [{ answer: "not-asked" }, false], [{ answer: "no-answer" }, false], [{ answer: "not-applicable" }, false],
  [{ answer: "not-applicable", reason: "no server" }, true],
]) {
  test(`${JSON.stringify(value)} is ${done ? "answered" : "open"}`, () => assert.equal(list().words.isDone(value), done));
}

test("progress and risk are two numbers, by section and overall", () => {
  const [before, after, all] = tallies(list(), filled({ "answers/restored": { answer: "yes", risk: "high" }, "answers/way-back": { answer: "no-answer", risk: "low" } }));
  assert.deepEqual([before.done, before.counted, before.risk, before.flags], [1, 4, 3, 1]);
  assert.deepEqual([after.done, after.counted, after.risk, after.flags], [0, 2, 1, 0]);
  assert.deepEqual([progressText(all), riskText(all)], ["1 of 6", "high (3 of 4)"]);
});

test("not applicable leaves the count only with a reason", () => {
  const count = (value) => tallies(list(), filled({ "answers/restored": value })).at(-1).counted;
  assert.equal(count({ answer: "not-applicable" }), 6);
  assert.equal(count({ answer: "not-applicable", reason: "nothing is backed up yet" }), 5);
});

test("a section in which nothing is rated has no risk, which is not the risk none", () => {
  assert.equal(riskText(tallies(list(), filled({})).at(-1)), "not rated");
  assert.equal(riskText(tallies(list(), filled({ "answers/restored": { risk: "none" } })).at(-1)), "none (0 of 4)");
});

test("own questions stand last in their section, and in the last one when theirs is gone", () => {
  const made = filled({ "questions/own-1": { section: "before", question: "One?" }, "questions/own-2": { section: "gone", question: "Two?" } });
  assert.deepEqual(sectionsOf(list(), made).map(({ items }) => items.at(-1).id), ["own-1", "own-2"]);
  assert.equal(itemsOf(list(), made).length, 8);
});

test("answers to questions no longer asked are kept with their last wording and fate", () => {
  const made = filled({ "answers/fax": { answer: "no" }, "answers/dns": { answer: "yes" }, "answers/strange": { note: "n" }, "answers/restored": { answer: "yes" } });
  assert.deepEqual(retiredOf(list(), made).map(({ question, kind }) => [question, kind]), [
    ["Is there a fax number?", "retired"], ["Is the DNS in order?", "split-to"], ["strange", undefined],
  ]);
});

test("an own question that was removed keeps its answer", () => {
  const made = filled({ "questions/own-1": null, "answers/own-1": { answer: "yes" } });
  assert.deepEqual(retiredOf(list(), made).map(({ id }) => id), ["own-1"]);
});

test("every answer has its label, and a risk its place", () => {
  const { words } = list();
  for (const { value, label } of list().answers) assert.equal(words.answer[value], label);
  assert.deepEqual(list().risk.map(({ value }) => words.level({ risk: value })), list().risk.map((_, i) => i));
  assert.deepEqual([words.level({}), words.level(null), words.level({ risk: "constructor" })], [-1, -1, -1]);
});

// A list may have other words: what they mean is said beside them, and nowhere else.
const maturity = () => listOf(JSON.stringify({
  ...list(),
  answers: [
    { value: "none", label: "Not at all", counts: "answered", weight: 0, flag: true }, { value: "half", label: "Half", counts: "answered", weight: 0.5 },
    { value: "full", label: "Whole", counts: "answered" }, { value: "later", label: "Later", counts: "open", request: "put off" },
    { value: "out", label: "Out of scope", counts: "excluded" },
  ],
}));

test("other answers count, flag, fill and are asked again as their list says", () => {
  const made = filled({ "answers/restored": { answer: "half" }, "answers/way-back": { answer: "none" }, "answers/who-knows": { answer: "later" }, "answers/dns-time": { answer: "out", reason: "r" } });
  const [before, , all] = tallies(maturity(), made);
  assert.deepEqual([all.done, all.counted, all.flags, all.filled], [2, 5, 1, 0.5]);
  assert.equal(before.done <= before.counted, true);
  const text = markdown(requests(maturity(), made));
  assert.match(text, /Who knows the root password\? \(put off\)/);
  assert.doesNotMatch(text, /asked before/);
  assert.match(markdown(report(maturity(), made)), /\*\*Answer:\*\* Half/);
});

test("an answer of another list is refused, and the rest is saved", () => {
  const made = filled({ "answers/restored": { answer: "yes", note: "n" }, "answers/way-back": { note: "w" } });
  assert.throws(() => validate(made, maturity()), { message: /is not what it should be/ });
  assert.deepEqual(keysOf(salvage({ id: made.id, raw: JSON.stringify(made) }, maturity())), ["way-back"]);
});

const small = list();
const levels = listOf(JSON.stringify({
  ...small,
  answers: [{ value: "met", label: "Met", counts: "answered" }, { value: "poor", label: "Poor", counts: "answered", weight: 0 }],
  former: [{ value: "perhaps", label: "Perhaps", counts: "open" }],
  risk: [], priorities: [{ value: "must", label: "Must" }], preset: "met",
  sections: [
    { id: "group", title: "Group", items: [] },
    { id: "inner", title: "Inner", parent: "group", items: [{ id: "a", question: "A?", priority: "must", weight: 3 }, { id: "b", question: "B?", parent: "a", ticked: true }] },
    { id: "last", title: "Last", items: [{ id: "c", question: "C?" }] },
  ],
}));

test("a section counts what is in the sections in it, a heavy question fills more of the bar", () => {
  const sums = tallies(levels, newAssessment(levels, "Acme", stamp));
  assert.deepEqual(sums.map(sumText), ["1 of 2 answered · must: 0 of 1", "1 of 2 answered · must: 0 of 1", "0 of 1 answered", "1 of 3 answered · must: 0 of 1"]);
  assert.deepEqual(sums.map(({ filled }) => filled), [0.5, 0.5, 0, 0.6]);
});

test("what is ticked is answered in a new assessment, and an answer of former times stays one", () => {
  const made = write(newAssessment(levels, "Acme", stamp), "answers/c", { answer: "perhaps" }, stamp);
  assert.deepEqual(answerOf(made, "b"), { answer: "met" });
  assert.equal(validate(made, levels), made);
  assert.deepEqual([Object.keys(levels.words.offered), levels.words.answer.perhaps], [["met", "poor"], "Perhaps"]);
});
