import assert from "node:assert/strict";
import { test } from "node:test";
import { Shelf, list, load } from "./help.mjs";

const { AssessmentStore, bringForward } = await load();
const { History, answerOf, newAssessment, stamper, write } = await load();

const PREFIX = "faircopy:/blog/:moving-a-server:";
const open = (shelf) => new AssessmentStore(() => shelf, PREFIX, list());
const made = (name = "Acme") => newAssessment(list(), name, stamper());

test("what was saved is there again, and all keys begin with the site's path and the list", () => {
  const shelf = new Shelf();
  const assessment = made();
  open(shelf).save(assessment);
  open(shelf).settings = { keys: false };
  assert.deepEqual(open(shelf).load(), [assessment]);
  assert.deepEqual(open(shelf).settings, { keys: false });
  for (const key of Object.keys(shelf)) assert.ok(key.startsWith(PREFIX));
});

test("what is not ours is neither read nor removed", () => {
  const shelf = new Shelf();
  shelf.setItem("faircopy:/other/:moving-a-server:a/x", "theirs");
  const store = open(shelf);
  const assessment = made();
  store.save(assessment);
  store.remove(assessment.id);
  assert.deepEqual([store.load(), store.sealed], [[], []]);
  assert.equal(shelf.getItem("faircopy:/other/:moving-a-server:a/x"), "theirs");
});

test("two tabs that save do not erase each other", () => {
  const shelf = new Shelf();
  const [one, two] = [open(shelf), open(shelf)];
  const start = one.save(made());
  two.load();
  one.save(write(start, "answers/restored", { answer: "yes" }, stamper("a")));
  const saved = two.save(write(start, "answers/watching", { answer: "no" }, stamper("b")));
  assert.deepEqual([answerOf(saved, "restored"), answerOf(saved, "watching")], [{ answer: "yes" }, { answer: "no" }]);
  assert.deepEqual(open(shelf).load(), [saved]);
});

test("a full storage is reported, keeps what it had, and gets the rest when there is room", () => {
  const shelf = new Shelf();
  const store = open(shelf);
  const start = store.save(made());
  const before = { ...shelf };
  shelf.room = 0;
  const next = store.save(write(start, "answers/restored", { note: "x".repeat(500) }, stamper()));
  assert.equal(store.trouble, "full");
  assert.deepEqual({ ...shelf }, before);
  shelf.room = Infinity;
  store.flush();
  assert.equal(store.trouble, null);
  assert.deepEqual(open(shelf).load(), [next]);
});

test("what had no room is stored as soon as there is some, and is never said to be stored before", () => {
  const shelf = new Shelf();
  const store = open(shelf);
  const [big, small] = [made("Big"), write(made("Small"), "answers/restored", { note: "x".repeat(900) }, stamper())];
  store.save(small);
  shelf.room = JSON.stringify(shelf).length;
  const next = store.save(write(big, "answers/restored", { note: "x".repeat(500) }, stamper()));
  assert.deepEqual([store.trouble, store.unsaved], ["full", 1]);
  store.save(small);
  assert.deepEqual([store.trouble, store.unsaved], ["full", 1], "that another is stored does not mean that all are");
  store.remove(small.id);
  assert.deepEqual([store.trouble, store.unsaved], [null, 0]);
  assert.deepEqual(open(shelf).load(), [next]);
});

test("what another tab has written meanwhile outlives what is stored late", () => {
  const shelf = new Shelf();
  const [one, two] = [open(shelf), open(shelf)];
  const start = one.save(made());
  two.load();
  shelf.room = 0;
  const mine = one.save(write(start, "answers/restored", { answer: "yes" }, stamper("a")));
  shelf.room = Infinity;
  two.save(write(start, "answers/watching", { answer: "no" }, stamper("b")));
  one.flush();
  const saved = one.save(write(mine, "answers/way-back", { answer: "no" }, stamper("a")));
  assert.deepEqual(["restored", "watching", "way-back"].map((id) => answerOf(saved, id)?.answer), ["yes", "no", "no"]);
  assert.deepEqual(open(shelf).load(), [saved]);
});

test("a list that was brought forward without room for what was there is said to be in trouble", () => {
  const shelf = new Shelf();
  const old = newAssessment({ ...list(), revision: "2017-01-10" }, "Old", stamper());
  shelf.setItem(`${PREFIX}a/${old.id}`, JSON.stringify(old));
  shelf.room = 0;
  const store = open(shelf);
  store.load();
  assert.equal(store.trouble, "full");
});

test("what cannot be opened is thrown away and brought back, sign by sign", () => {
  const shelf = new Shelf();
  shelf.setItem(`${PREFIX}a/<broken>`, "{");
  const store = open(shelf);
  store.load();
  const [sealed] = store.sealed;
  const history = new History(stamper(), (ids) => ids.forEach((id) => (history.sealed.has(id) ? store.save(history.sealed.get(id)) : store.remove(id))));
  history.sealed.set(sealed.id, sealed);
  history.exchange([sealed]);
  assert.deepEqual([{ ...shelf }, history.sealed.size], [{}, 0]);
  history.undo();
  assert.deepEqual([{ ...shelf }, history.sealed.get(sealed.id)], [{ [`${PREFIX}a/<broken>`]: "{" }, sealed]);
  history.redo();
  assert.deepEqual({ ...shelf }, {});
});

test("a forbidden storage throws nothing and gives back what it was given", () => {
  const store = new AssessmentStore(() => {
    throw new Error("SecurityError");
  }, PREFIX, (old) => old);
  const assessment = made();
  assert.equal(store.trouble, "blocked");
  assert.deepEqual([store.load(), store.sealed], [[], []]);
  assert.equal(store.save(assessment), assessment);
  store.settings = { keys: false };
  assert.deepEqual([store.settings, store.snapshots("x"), store.trouble], [{}, [], "blocked"]);
  store.remove(assessment.id);
  store.flush();
});

for (const [name, change] of [["newer", (text) => text.replace('"version":2', '"version":3')], ["damaged", (text) => text.slice(0, -9)], ["a newer list's", (text) => text.replace("2026-11-22", "2030-01-01")]]) {
  test(`${name} data is sealed: shown with its problem, never written`, () => {
    const shelf = new Shelf();
    const assessment = made();
    const key = `${PREFIX}a/${assessment.id}`;
    const raw = change(JSON.stringify(assessment));
    shelf.setItem(key, raw);
    const store = open(shelf);
    assert.deepEqual(store.load(), []);
    const { sealed } = store;
    assert.deepEqual(sealed.map((each) => [each.id, each.raw]), [[assessment.id, raw]]);
    assert.match(sealed[0].message, /\.$/);
  });

  test(`${name} data that another tab has stored meanwhile is not overwritten`, () => {
    const shelf = new Shelf();
    const store = open(shelf);
    const assessment = store.save(made());
    const key = `${PREFIX}a/${assessment.id}`;
    const raw = change(JSON.stringify(assessment));
    shelf.setItem(key, raw);
    store.save(write(assessment, "answers/restored", { answer: "yes" }, stamper()));
    assert.deepEqual([shelf.getItem(key), store.trouble], [raw, "newer"]);
    assert.equal(store.fromOtherTab({ key, newValue: raw }), null);
  });
}

test("a snapshot is kept of what is brought forward, once, and not overwritten by a later one", () => {
  const shelf = new Shelf();
  const old = write(newAssessment({ ...list(), revision: "2017-01-10" }, "Old", stamper()), "answers/dns", { answer: "no" }, stamper());
  const raw = JSON.stringify(old);
  shelf.setItem(`${PREFIX}a/${old.id}`, raw);
  const store = open(shelf);
  const [now] = store.load();
  assert.ok(store.revised);
  assert.equal(answerOf(now, "dns-time").answer, "no");
  assert.deepEqual(store.snapshots(old.id), [{ name: "2017-01-10", raw }]);
  const again = open(shelf);
  assert.deepEqual([again.load(), again.revised], [[now], undefined]);
  assert.deepEqual(again.snapshots(old.id), [{ name: "2017-01-10", raw }]);
});

test("older versions outlast a deletion until the page is left, for it can be undone", () => {
  const shelf = new Shelf();
  const old = write(newAssessment({ ...list(), revision: "2017-01-10" }, "Old", stamper()), "answers/dns", { answer: "no" }, stamper());
  shelf.setItem(`${PREFIX}a/${old.id}`, JSON.stringify(old));
  shelf.setItem("faircopy:/other/:moving-a-server:s/x/2017-01-10", "theirs");
  const store = open(shelf);
  const [now] = store.load();
  store.remove(old.id);
  store.save(now);
  store.flush();
  assert.deepEqual(store.snapshots(old.id).map(({ name }) => name), ["2017-01-10"]);
  store.remove(old.id);
  store.flush();
  assert.deepEqual({ ...shelf }, { "faircopy:/other/:moving-a-server:s/x/2017-01-10": "theirs" });
});

test("without room for a snapshot the stored answers stay as they were", () => {
  const shelf = new Shelf();
  const old = write(newAssessment({ ...list(), revision: "2017-01-10" }, "Old", stamper()), "answers/dns", { answer: "no" }, stamper());
  shelf.setItem(`${PREFIX}a/${old.id}`, JSON.stringify(old));
  const before = { ...shelf };
  shelf.room = 0;
  assert.equal(answerOf(open(shelf).load()[0], "dns-time").answer, "no");
  assert.deepEqual({ ...shelf }, before);
});

test("an event about an assessment says which, and others say nothing", () => {
  const store = open(new Shelf());
  const assessment = made();
  const key = `${PREFIX}a/${assessment.id}`;
  assert.deepEqual(store.fromOtherTab({ key, newValue: JSON.stringify(assessment) }), { id: assessment.id, assessment });
  assert.deepEqual(store.fromOtherTab({ key, newValue: null }), { id: assessment.id, assessment: null });
  for (const other of [null, "x", `${PREFIX}settings`]) assert.ok(!store.fromOtherTab({ key: other, newValue: "1" }));
});

for (const raw of ["{", "null", "", "1"]) {
  test(`settings that are ${JSON.stringify(raw)} are none`, () => {
    const shelf = new Shelf();
    shelf.setItem(`${PREFIX}settings`, raw);
    assert.deepEqual(open(shelf).settings, {});
  });
}
