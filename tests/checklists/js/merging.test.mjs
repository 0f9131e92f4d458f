import assert from "node:assert/strict";
import { test } from "node:test";
import { list, load } from "./help.mjs";

const { answerOf, differences, labelOf, merged, newAssessment, packLink, read, stamper, unpackLink, wordsOf, write } = await load();

const answered = (start, by, values) => {
  const stamp = stamper(by);
  stamp.who = by;
  return Object.entries(values).reduce((made, [id, value]) => write(made, `answers/${id}`, value, stamp), start);
};
const common = answered(newAssessment(list(), "Acme", stamper("a")), "a", { restored: { answer: "yes" }, "way-back": { answer: "no" }, watching: { answer: "no" } });
const mine = answered(common, "kim", { restored: { answer: "no", note: "kim" }, watching: { answer: "yes" } });
const theirs = answered(common, "sam", { restored: { answer: "partly", note: "sam" }, "way-back": { answer: "yes" }, "dns-time": { answer: "yes" } });

test("what differs is listed, with what stands if nobody chooses", () => {
  assert.deepEqual(differences(mine, theirs).map(({ key, state }) => [key, state]).sort(), [
    ["answers/dns-time", "theirs"], ["answers/restored", "both"], ["answers/watching", "mine"], ["answers/way-back", "theirs"],
  ]);
  assert.deepEqual(differences(mine, mine), []);
  assert.equal(labelOf(list(), mine, theirs, "answers/restored"), "When was a backup last restored?");
  assert.deepEqual(wordsOf(list(), "answers/restored", { answer: "no", note: "kim" }), [["Answer", "No"], ["Note", "kim"]]);
});

test("a merge takes what was chosen, and asks no more", () => {
  const values = (choices) => {
    const { entries } = merged(mine, theirs, new Map(choices.map(([id, choice]) => [`answers/${id}`, choice])), stamper("me"));
    return ["restored", "way-back", "watching", "dns-time"].map((id) => [entries[`answers/${id}`].value?.answer, entries[`answers/${id}`].others?.length ?? 0]);
  };
  assert.deepEqual(values([["restored", "mine"]]), [["no", 0], ["yes", 0], ["yes", 0], ["yes", 0]]);
  assert.deepEqual(values([["restored", "theirs"], ["way-back", "mine"], ["watching", "theirs"], ["dns-time", "mine"]]), [["partly", 0], ["no", 0], ["no", 0], [undefined, 0]]);
  const [[, others]] = values([]);
  assert.equal(others, 1);
});

test("what comes back by link says nothing against notes that it does not carry", async () => {
  const noted = answered(common, "kim", { restored: { answer: "yes", note: "kim", evidence: [{ label: "e" }] }, "who-knows": { answer: "not-applicable", reason: "none" } });
  const back = await unpackLink(await packLink(list(), answered(noted, "sam", { "way-back": { answer: "partly", note: "n" } })), list());
  assert.deepEqual(differences(noted, back).map(({ key }) => key), ["answers/way-back"]);
  assert.equal(answerOf(merged(noted, back, new Map([["answers/way-back", "theirs"]]), stamper("me")), "way-back").answer, "partly");
  assert.equal(read(merged(noted, back, new Map(), stamper("me")), "answers/way-back").answer, "no");
});
