import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { list, load } from "./help.mjs";

const { ANSWERS, CONFIDENCE, IMPACT, RISK, isDone, itemsOf, progressText, retiredOf, riskText, sectionsOf, tallies } = await load("state");
const { newAssessment, stamper, write } = await load("state");

const stamp = stamper("a");
const filled = (values) => Object.entries(values).reduce((made, [key, value]) => write(made, key, value, stamp), newAssessment(list(), "Acme", stamp));

for (const [value, done] of [
  [undefined, false], [null, false], [{ note: "n" }, false], [{ answer: "yes" }, true], [{ answer: "partly" }, true], [{ answer: "no" }, true],
  [{ answer: "refused" }, true], [{ answer: "not-asked" }, false], [{ answer: "no-answer" }, false], [{ answer: "not-applicable" }, false],
  [{ answer: "not-applicable", reason: "no server" }, true],
]) {
  test(`${JSON.stringify(value)} is ${done ? "answered" : "open"}`, () => assert.equal(Boolean(isDone(value)), done));
}

test("progress and risk are two numbers, by section and overall", () => {
  const [before, after, all] = tallies(list(), filled({ "answers/restored": { answer: "yes", risk: "high" }, "answers/way-back": { answer: "no-answer", risk: "low" } }));
  assert.deepEqual([before.done, before.counted, before.risk, before.flags], [1, 4, 3, 1]);
  assert.deepEqual([after.done, after.counted, after.risk, after.flags], [0, 2, 1, 0]);
  assert.deepEqual([progressText(all), riskText(all)], ["1 of 6", "3 of 4, high"]);
});

test("not applicable leaves the count only with a reason", () => {
  const count = (value) => tallies(list(), filled({ "answers/restored": value })).at(-1).counted;
  assert.equal(count({ answer: "not-applicable" }), 6);
  assert.equal(count({ answer: "not-applicable", reason: "nothing is backed up yet" }), 5);
});

test("a section in which nothing is rated has no risk, which is not the risk none", () => {
  assert.equal(riskText(tallies(list(), filled({})).at(-1)), "not rated");
  assert.equal(riskText(tallies(list(), filled({ "answers/restored": { risk: "none" } })).at(-1)), "0 of 4, none");
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

test("the documented schema has the words that the page offers", () => {
  const { answer } = JSON.parse(readFileSync(new URL("../../../docs/checklist-data.schema.json", import.meta.url), "utf8")).$defs;
  for (const [name, words] of Object.entries({ answer: ANSWERS, confidence: CONFIDENCE, risk: RISK, impact: IMPACT })) {
    assert.deepEqual(answer.properties[name].enum, Object.keys(words));
  }
});
