import assert from "node:assert/strict";
import { test } from "node:test";
import { list, load } from "./help.mjs";

const { retiredOf } = await load();
const { migrate } = await load();
const { validate } = await load();
const { answerOf, newAssessment, stamper, write } = await load();

const old = (values) => {
  const stamp = stamper("a");
  const start = newAssessment({ ...list(), revision: "2017-01-10" }, "Acme", stamp);
  return Object.entries(values).reduce((made, [id, value]) => write(made, `answers/${id}`, value, stamp), start);
};
const forward = (values) => validate(migrate(old(values), list()), list());

test("a reworded question keeps its answer and shows both wordings", () => {
  const value = answerOf(forward({ "who-knows": { answer: "yes", note: "Two people." } }), "who-knows");
  assert.deepEqual(value, { was: "Is the root password known?", answer: "yes", note: "Two people.", review: true });
});

test("the wording that was answered stays when the question changes once more", () => {
  const reworded = { kind: "reworded", id: "who-knows", before: "Who knows the root password?", after: "Who can log in as root?" };
  const again = { ...list(), revision: "2027-01-01", revisions: [...list().revisions, { date: "2027-01-01", changes: [reworded] }] };
  assert.equal(answerOf(migrate(old({ "who-knows": { answer: "yes" } }), again), "who-knows").was, "Is the root password known?");
});

test("a split question gives its answer to each part, says where it came from, and stays readable", () => {
  const made = forward({ dns: { answer: "no", risk: "high" } });
  for (const id of ["dns-time", "dns-owner"]) {
    assert.deepEqual(answerOf(made, id), { answer: "no", risk: "high", review: true, from: [{ kind: "split-to", id: "dns", question: "Is the DNS in order?", answer: "no" }] });
  }
  assert.deepEqual(retiredOf(list(), made).map(({ question }) => question), ["Is the DNS in order?"]);
});

test("merged answers keep both notes, the higher risk and all evidence, and leave open what differs", () => {
  const value = answerOf(forward({
    logs: { answer: "yes", note: "Daily.", risk: "low", evidence: [{ label: "a log" }] },
    alarms: { answer: "no", note: "None.", risk: "medium", evidence: [{ label: "a screen" }], confidence: "said" },
  }), "watching");
  assert.equal(value.answer, undefined);
  assert.equal(value.note, "None.\n\nDaily.");
  assert.equal(value.risk, "medium");
  assert.deepEqual(value.evidence, [{ label: "a screen" }, { label: "a log" }]);
  assert.deepEqual(value.from.map(({ question, answer }) => [question, answer]), [["Are there alarms?", "no"], ["Are logs read?", "yes"]]);
});

test("merged answers that agree stay the answer", () => {
  assert.equal(answerOf(forward({ logs: { answer: "yes" }, alarms: { answer: "yes" } }), "watching").answer, "yes");
});

test("retired, moved, added and unanswered questions change no answer", () => {
  const made = forward({ fax: { answer: "no" }, "way-back": { answer: "yes" } });
  assert.deepEqual([answerOf(made, "fax"), answerOf(made, "way-back")], [{ answer: "no" }, { answer: "yes" }]);
  assert.deepEqual(Object.keys(made.entries).sort(), ["answers/fax", "answers/way-back", "name"]);
});

test("two tabs that bring the same forward get the same", () => {
  const before = old({ dns: { answer: "no" }, logs: { note: "a" }, alarms: { note: "b" }, "who-knows": { answer: "yes" } });
  assert.deepEqual(migrate(before, list()), migrate(structuredClone(before), list()));
});

test("what is already of today stays as it is, and the older is not touched", () => {
  const before = old({ dns: { answer: "no" } });
  const copy = structuredClone(before);
  const today = migrate(before, list());
  assert.deepEqual(before, copy);
  assert.deepEqual(migrate(today, list()), today);
});

test("two versions of one answer are both brought forward", () => {
  const before = old({ "who-knows": { answer: "yes" } });
  before.entries["answers/who-knows"].others = [{ value: { answer: "no" }, time: 1, by: "b" }, { value: null, time: 1, by: "c" }];
  const [other, cleared] = validate(migrate(before, list()), list()).entries["answers/who-knows"].others;
  assert.equal(other.value.was, "Is the root password known?");
  assert.equal(cleared.value, null);
});
