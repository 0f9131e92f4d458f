import assert from "node:assert/strict";
import { test } from "node:test";
import { Shelf, list, load } from "./help.mjs";

const { MAX_VERSIONS, MAX_VERSION_CHARS, VERSION_INTERVAL_MS, afterVersion, versionKeeper, versionsOf } = await load();
const { AssessmentStore, newAssessment, stamper, write } = await load();

const HOUR = VERSION_INTERVAL_MS;
const START = Date.UTC(2026, 10, 1);
const PREFIX = "faircopy:/blog/:moving-a-server:";

/** A page's store with one assessment, and what changes it at a time of the test's choice. */
function opened(shelf = new Shelf()) {
  const store = new AssessmentStore(() => shelf, PREFIX, list());
  let now = START;
  let assessment = store.save(newAssessment(list(), "Acme", stamper()));
  const { id } = assessment;
  const keep = versionKeeper(store, () => now);
  const change = (note, hours = 0, why = undefined) => {
    now += hours * HOUR;
    keep(id, why);
    assessment = store.save(write(assessment, "answers/restored", { note }, stamper()));
  };
  const notes = () => versionsOf(store, id).map(({ raw }) => JSON.parse(raw).entries["answers/restored"]?.value.note ?? "");
  return { shelf, store, id, change, notes, keep, current: () => assessment };
}

test("a version is kept before the first change of an hour, and before each merge", () => {
  const page = opened();
  page.change("a");
  page.change("b");
  assert.deepEqual(page.notes(), [""]);
  page.change("c", 1);
  page.change("d", 0.5);
  assert.deepEqual(page.notes(), ["", "b"]);
  page.change("e", 0, "merge");
  assert.deepEqual(page.notes(), ["", "b", "d"]);
  assert.deepEqual(versionsOf(page.store, page.id).map(({ why }) => afterVersion(why)), ["", "", "before a merge"]);
  page.keep(page.id, "import");
  page.keep(page.id, "import");
  assert.deepEqual(page.notes(), ["", "b", "d", "e"], "the same twice is one version");
});

test("a clock that was ahead and has been set back keeps no version from being made", () => {
  const page = opened();
  page.change("a", 24 * 365);
  page.change("b", -24 * 365);
  page.change("c", 0.5);
  page.change("d", 1);
  assert.deepEqual(page.notes(), ["", "a", "c"]);
  // Another page, which has only what is stored.
  const other = opened(page.shelf);
  versionKeeper(page.store, () => START + 9 * HOUR)(page.id);
  assert.equal(other.store.all(`v/${page.id}/`).length, 4);
});

test("what stands among the versions under no time of a clock takes no place of theirs", () => {
  const page = opened();
  for (const name of ["x", "", "NaN", "-5", "1e300", "99999999999999999999/merge"]) page.shelf.setItem(`${PREFIX}v/${page.id}/${name}`, "{");
  for (const [i, note] of ["a", "b", "c"].entries()) page.change(note, i && 1);
  const found = versionsOf(page.store, page.id).filter(({ raw }) => raw !== "{");
  assert.deepEqual(found.map(({ time }) => (time - START) / HOUR), [0, 1, 2]);
});

test("another page of the same list counts the hour too", () => {
  const page = opened();
  page.change("a", 5);
  versionKeeper(page.store, () => START + 5.5 * HOUR)(page.id);
  assert.deepEqual(page.notes(), [""]);
});

test("what is no longer needed goes: there are at most as many as may be, spread over all the time", () => {
  const page = opened();
  for (let i = 1; i <= 40; i += 1) page.change(`${i}`, i < 20 ? 1 : 24);
  const found = page.notes();
  assert.equal(found.length, MAX_VERSIONS);
  assert.deepEqual([found[0], found.at(-1)], ["", "39"]);
  const long = opened();
  for (let i = 1; i <= 6; i += 1) long.change("x".repeat(MAX_VERSION_CHARS / 4) + i, 1);
  const chars = versionsOf(long.store).reduce((sum, { raw }) => sum + raw.length, 0);
  assert.ok(chars <= MAX_VERSION_CHARS && versionsOf(long.store).length === 3, `${chars}`);
  const huge = opened();
  huge.change("x".repeat(MAX_VERSION_CHARS + 1), 1);
  huge.change("y", 1);
  assert.deepEqual(huge.notes(), [""], "one that is longer than all may be is none");
});

test("where there is no room, the oldest version goes, and what is new is stored", () => {
  const page = opened();
  for (let i = 1; i <= 6; i += 1) page.change("x".repeat(1000) + i, 1);
  const before = page.notes().length;
  page.shelf.room = Object.entries(page.shelf).reduce((sum, pair) => sum + pair.join("").length, 0) + 100;
  page.change("y".repeat(3000));
  assert.ok(!page.store.trouble);
  assert.deepEqual(JSON.parse(page.store.rawOf(page.id)), page.current());
  assert.ok(page.notes().length < before && page.notes().length > 0);
});

test("no version is given up for what would have no room anyway, or is not stored for another reason", () => {
  const page = opened();
  for (let i = 1; i <= 3; i += 1) page.change("x".repeat(1000) + i, 1);
  const before = page.notes();
  page.shelf.room = 8000;
  page.change("y".repeat(20_000));
  assert.deepEqual([page.store.trouble, page.notes()], ["full", before]);
  page.shelf.room = Infinity;
  Object.defineProperty(page.shelf, "setItem", { value: () => { throw new Error("Denied"); }, enumerable: false });
  page.change("z");
  assert.deepEqual(page.notes(), before);
});

test("versions go with their assessment, once the page is left, and no sooner", () => {
  const page = opened();
  page.change("a", 1);
  page.store.remove(page.id);
  assert.deepEqual(page.notes(), [""]);
  page.store.flush();
  assert.deepEqual(Object.keys(page.shelf), []);
});

test("what cannot be stored at all has no version", () => {
  const store = new AssessmentStore(() => { throw new Error("Denied"); }, PREFIX, list());
  versionKeeper(store)("acme");
  assert.deepEqual(versionsOf(store), []);
});
