import assert from "node:assert/strict";
import { test } from "node:test";
import { chance, list, load } from "./help.mjs";

const { merge, mergeEntry } = await load();
const { newAssessment, stamper, write } = await load();

const KEYS = ["answers/restored", "answers/way-back", "name", "questions/own-1"];
const versions = (entry) => (entry ? [entry, ...(entry.others ?? [])] : []);
const text = JSON.stringify;

/** Copies of one assessment that several editors have changed, and sometimes brought together, by chance. */
function copies(seed) {
  const { below, pick, next } = chance(seed);
  let clock = 1000;
  const now = () => (clock += below(3));
  const made = ["a", "b", "c"].map((by) => ({ stamp: stamper(by, now) }));
  const start = newAssessment(list(), "Acme", made[0].stamp);
  for (const copy of made) copy.value = start;
  for (let i = below(25); i > 0; i -= 1) {
    const copy = pick(made);
    if (next() < 0.25) copy.value = merge(copy.value, pick(made).value);
    else copy.value = write(copy.value, pick(KEYS), next() < 0.2 ? null : { note: `n${below(4)}` }, copy.stamp, next() < 0.2);
  }
  return made.map(({ value }) => value);
}

for (const [property, holds] of Object.entries({
  "commutative: the order of two copies does not matter": ([a, b]) => assert.deepEqual(merge(a, b), merge(b, a)),
  "idempotent: merging again changes nothing": ([a, b]) => {
    const both = merge(a, b);
    assert.deepEqual(merge(a, a), a);
    for (const again of [both, a, b]) assert.deepEqual(merge(both, again), both);
  },
  "associative: the order of three copies does not matter either": (all) => {
    const values = (both) => Object.entries(both.entries).map(([key, entry]) => [key, versions(entry).map(({ value }) => text(value)).sort()]);
    const [first, ...others] = [[0, 1, 2], [1, 2, 0], [2, 0, 1]].map((order) => values(order.map((i) => all[i]).reduce(merge)));
    for (const other of others) assert.deepEqual(other, first);
  },
  "nothing lost: each version is there, or one that replaced it knowingly": ([a, b]) => {
    const both = merge(a, b);
    for (const [key, entry] of [a, b].flatMap(({ entries }) => Object.entries(entries))) {
      const after = versions(both.entries[key]);
      for (const version of versions(entry)) {
        const kept = after.some(({ value }) => text(value) === text(version.value));
        const known = [a, b].flatMap(({ entries }) => versions(entries[key]))
          .some((other) => (other.by === version.by && other.time > version.time) || other.seen?.[version.by] >= version.time);
        assert.ok(kept || known, `${key} ${text(version)} is lost in ${text(after)}`);
      }
    }
  },
  "the newest is the value": ([a, b]) => {
    for (const entry of Object.values(merge(a, b).entries)) {
      for (const other of entry.others ?? []) assert.ok(entry.time >= other.time);
    }
  },
})) {
  test(`merging is ${property}`, () => {
    for (let seed = 1; seed <= 400; seed += 1) holds(copies(seed));
  });
}

test("the same item changed in two places shows both", () => {
  const entry = mergeEntry({ value: 1, time: 5, by: "a" }, { value: 2, time: 6, by: "b" });
  assert.deepEqual(entry, { value: 2, time: 6, by: "b", others: [{ value: 1, time: 5, by: "a" }] });
});

test("a change by somebody who knew the other replaces it", () => {
  assert.deepEqual(mergeEntry({ value: 1, time: 5, by: "a" }, { value: 2, time: 6, by: "b", seen: { a: 5 } }), { value: 2, time: 6, by: "b", seen: { a: 5 } });
});

test("the same answer given twice is one answer", () => {
  const entry = mergeEntry({ value: { answer: "yes", note: "n" }, time: 5, by: "a" }, { value: { answer: "yes", note: "n" }, time: 6, by: "b" });
  assert.equal(entry.others, undefined);
});

test("items changed in different places are all there", () => {
  const start = newAssessment(list(), "Acme", stamper("a"));
  const both = merge(write(start, "answers/restored", { answer: "yes" }, stamper("b")), write(start, "answers/watching", { answer: "no" }, stamper("c")));
  assert.deepEqual(Object.keys(both.entries), ["answers/restored", "answers/watching", "name"]);
});

test("forged knowledge in a circle does not make both versions vanish", () => {
  const a = { value: 1, time: 5, by: "a", seen: { b: 99 } };
  const b = { value: 2, time: 6, by: "b", seen: { a: 99 } };
  assert.equal(mergeEntry(a, b).value, 2);
});
