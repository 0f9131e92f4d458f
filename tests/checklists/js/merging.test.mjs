import assert from "node:assert/strict";
import { test } from "node:test";
import { list, load } from "./help.mjs";

const { answerOf, differences, differencesInOrder, itemsOf, keptOf, labelOf, merged, newAssessment, backupText, packLink, read, readBackup, stamper, unpackLink, validate, wordsOf, write } = await load();

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

test("what differs stands in the order of the list, whatever was answered first", () => {
  const questions = ["way-back", "fax", "watching", "dns-time", "restored"];
  const backwards = answered(common, "sam", Object.fromEntries(questions.map((id) => [id, { answer: "refused" }])));
  const stamp = stamper("sam");
  const own = write(backwards, "questions/own-1", { section: "before", question: "Coffee?" }, stamp);
  const all = write(write(own, "scope", "all", stamp), "name", "Beta", stamp);
  const keys = differencesInOrder(list(), common, all).map(({ key }) => key.split("/").at(-1));
  const order = itemsOf(list(), all).map(({ id }) => id).filter((id) => keys.includes(id));
  assert.deepEqual(keys, [...keys.filter((key) => ["name", "scope"].includes(key)), ...order, "fax"]);
  assert.equal(keys.length, questions.length + 3);
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

test("what was saved from a link comes back in a file, under the same id, and contradicts only where it was changed", async () => {
  const noted = answered(common, "kim", { restored: { answer: "yes", note: "kim" }, watching: { answer: "no", note: "kim" }, "who-knows": { answer: "not-applicable", reason: "none" } });
  const shared = await unpackLink(await packLink(list(), noted), list());
  const saved = keptOf(shared, () => false, stamper("sam"));
  assert.equal(saved.id, noted.id);
  validate(JSON.parse(JSON.stringify(saved)), list());
  const second = keptOf(shared, (id) => id === noted.id, stamper("sam"));
  assert.ok(second.id !== noted.id && validate(JSON.parse(JSON.stringify(second)), list()));
  const [back] = readBackup(backupText(list(), [answered(saved, "sam", { restored: { answer: "no" }, "dns-time": { answer: "yes" } })]), list());
  assert.deepEqual(differences(noted, back).map(({ key, state }) => [key, state]), [["answers/restored", "both"], ["answers/dns-time", "theirs"]]);
  const made = merged(noted, back, new Map([["answers/restored", "theirs"]]), stamper("me"));
  assert.deepEqual(["restored", "watching", "dns-time", "who-knows"].map((id) => answerOf(made, id)), [
    { answer: "no", note: "kim" }, { answer: "no", note: "kim" }, { answer: "yes" }, { answer: "not-applicable", reason: "none" },
  ]);
  assert.deepEqual(Object.values(made.entries).filter(({ others }) => others), []);
});
