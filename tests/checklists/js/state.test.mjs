import assert from "node:assert/strict";
import { test } from "node:test";
import { list, load } from "./help.mjs";

const { History, answerOf, become, copyOf, differing, merge, nameOf, newAssessment, read, stamper, tidy, write } = await load();

function history() {
  const told = [];
  const made = new History(stamper("a"), (ids) => told.push(...ids));
  const first = newAssessment(list(), "Acme", made.stamp);
  made.exchange([undefined, first]);
  return { history: made, id: first.id, told, values: () => [...made.all.values()].map((each) => [nameOf(each), answerOf(each, "restored")?.answer]) };
}

test("a stamp is later than the clock, than the one before, and than what it replaces", () => {
  const stamp = stamper("a", () => 1000);
  const times = [stamp(), stamp(), stamp(5000), stamp()].map(({ time }) => time);
  assert.deepEqual(times, [...times].sort((a, b) => a - b));
  assert.equal(new Set(times).size, 4);
  assert.ok(times[2] > 5000);
});

test("an answer is undone and done again", () => {
  const { history: d, id, values } = history();
  d.set(id, "answers/restored", { answer: "no" });
  d.set(id, "answers/restored", { answer: "yes" });
  d.undo();
  assert.deepEqual(values(), [["Acme", "no"]]);
  d.undo();
  assert.deepEqual(values(), [["Acme", undefined]]);
  d.redo();
  d.redo();
  assert.deepEqual(values(), [["Acme", "yes"]]);
  d.redo();
  assert.deepEqual(values(), [["Acme", "yes"]]);
});

test("typing is undone at once, and a new change forgets what was undone", () => {
  const { history: d, id } = history();
  for (const note of ["a", "ab", "abc"]) d.set(id, "answers/restored", { note }, "note");
  d.undo();
  assert.equal(answerOf(d.all.get(id), "restored"), null);
  d.redo();
  assert.equal(answerOf(d.all.get(id), "restored").note, "abc");
  d.undo();
  d.set(id, "answers/restored", { note: "x" }, "note");
  d.redo();
  assert.equal(answerOf(d.all.get(id), "restored").note, "x");
});

test("creating, renaming, duplicating, archiving and deleting are undone one by one", () => {
  const { history: d, id, values } = history();
  const seen = [values()];
  const step = (action) => (action(), seen.push(values()));
  step(() => d.set(id, "name", "Acme, March"));
  step(() => d.exchange([undefined, copyOf(d.all.get(id), d.stamp)]));
  step(() => d.set(id, "answers/restored", { answer: "partly" }));
  step(() => d.exchange([d.all.get(id), undefined]));
  for (const before of seen.slice(0, -1).reverse()) {
    d.undo();
    assert.deepEqual(values().sort(), [...before].sort());
  }
  d.undo();
  assert.equal(d.all.size, 0);
});

test("undo and redo say what they changed", () => {
  const { history: d, id } = history();
  d.set(id, "answers/restored", { answer: "no" });
  const [[before, after]] = d.undo();
  assert.deepEqual([before.id, differing(before, after)], [id, ["answers/restored"]]);
  assert.deepEqual(d.redo(), [[before, after]]);
  assert.deepEqual(d.redo(), []);
});

test("undoing touches only what the step had changed", () => {
  const { history: d, id } = history();
  d.set(id, "answers/restored", { note: "a" }, "note");
  // Another tab answers between two letters.
  d.all.set(id, write(d.all.get(id), "answers/watching", { answer: "yes" }, stamper("b")));
  d.set(id, "answers/restored", { note: "ab" }, "note");
  d.undo();
  d.undo();
  assert.deepEqual([answerOf(d.all.get(id), "restored"), answerOf(d.all.get(id), "watching")], [null, { answer: "yes" }]);
});

test("what another tab has deleted is not changed, nor brought back by undoing a change to it", () => {
  const { history: d, id } = history();
  d.set(id, "answers/restored", { answer: "no" });
  d.all.delete(id);
  d.set(id, "answers/restored", { answer: "yes" });
  d.undo();
  assert.equal(d.all.size, 0);
});

test("what is undone is a change of its own, newer than what it undoes", () => {
  const { history: d, id } = history();
  d.set(id, "answers/restored", { answer: "no" });
  const before = d.all.get(id).entries["answers/restored"].time;
  d.undo();
  assert.ok(d.all.get(id).entries["answers/restored"].time > before);
});

test("undoing a replacement brings every value back", () => {
  const { history: d, id } = history();
  d.set(id, "answers/restored", { answer: "no" });
  const before = d.all.get(id);
  const other = write(write(before, "answers/restored", { answer: "yes" }, d.stamp), "answers/watching", { answer: "no" }, d.stamp);
  d.exchange([before, become(before, other, d.stamp)]);
  assert.equal(answerOf(d.all.get(id), "watching").answer, "no");
  d.undo();
  assert.equal(answerOf(d.all.get(id), "restored").answer, "no");
  assert.equal(answerOf(d.all.get(id), "watching"), null);
});

test("undoing brings back the versions that were settled, whatever other tabs know, and redoing settles them again", () => {
  const { history: d, id } = history();
  d.set(id, "answers/restored", { answer: "yes" });
  const entry = { ...d.all.get(id).entries["answers/restored"], others: [{ value: { answer: "no", note: "theirs" }, time: 5, by: "b" }] };
  const values = (each) => [answerOf(each, "restored"), ...(each.entries["answers/restored"].others ?? []).map(({ value }) => value)];
  const both = [{ answer: "yes" }, { answer: "no", note: "theirs" }];
  d.all.set(id, { ...d.all.get(id), entries: { ...d.all.get(id).entries, "answers/restored": entry } });
  for (const kept of both) {
    d.set(id, "answers/restored", kept, null, true);
    const settled = d.all.get(id);
    assert.deepEqual(values(settled), [kept]);
    d.undo();
    assert.deepEqual(values(d.all.get(id)), both);
    assert.deepEqual(values(merge(settled, d.all.get(id))), both, "another tab that has it settled follows");
    d.redo();
    assert.deepEqual(values(d.all.get(id)), [kept]);
    assert.deepEqual(values(merge(settled, d.all.get(id))), [kept]);
    d.undo();
  }
});

test("undoing an answer leaves a version alone that has come from another tab since", () => {
  const { history: d, id } = history();
  d.set(id, "answers/restored", { answer: "yes" });
  const entry = { ...d.all.get(id).entries["answers/restored"], others: [{ value: { answer: "no" }, time: 5, by: "b" }] };
  d.all.set(id, { ...d.all.get(id), entries: { ...d.all.get(id).entries, "answers/restored": entry } });
  d.undo();
  assert.deepEqual(d.all.get(id).entries["answers/restored"].others, entry.others);
});

test("a copy shares its answers and nothing else", () => {
  const { history: d, id } = history();
  d.set(id, "answers/restored", { answer: "no" });
  const copy = copyOf(d.all.get(id), d.stamp);
  assert.notEqual(copy.id, id);
  assert.equal(nameOf(copy), "Acme (copy)");
  assert.deepEqual(answerOf(copy, "restored"), { answer: "no" });
});

test("whoever changes an answer in two versions leaves the other standing until it is settled", () => {
  const base = newAssessment(list(), "Acme", stamper("a"));
  const other = { value: { answer: "no" }, time: 5, by: "b" };
  base.entries["answers/restored"] = { value: { answer: "yes" }, time: 9, by: "a", others: [other] };
  const changed = write(base, "answers/restored", { answer: "partly" }, stamper("c"));
  assert.deepEqual(changed.entries["answers/restored"].others, [other]);
  const settled = write(base, "answers/restored", { answer: "no" }, stamper("c"), true).entries["answers/restored"];
  assert.equal(settled.others, undefined);
  assert.deepEqual(settled.seen, { a: 9, b: 5 });
});

for (const [name, value, expected] of [
  ["nothing", {}, null],
  ["empty parts", { answer: "", note: "", evidence: [{}, { label: "" }], action: { what: "" } }, null],
  ["rows at the end", { evidence: [{ label: "a" }, {}, { who: "b", link: "" }, {}, { date: "" }] }, { evidence: [{ label: "a" }, {}, { who: "b" }] }],
  ["white space", { note: " " }, { note: " " }],
  ["what is full", { answer: "yes", review: true }, { answer: "yes", review: true }],
]) {
  test(`a value is kept without ${name}`, () => assert.deepEqual(tidy(value), expected));
}

test("reading what is not there is nothing", () => assert.equal(read(newAssessment(list(), "A", stamper()), "answers/x"), undefined));
