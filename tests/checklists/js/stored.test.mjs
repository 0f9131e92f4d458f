// What readers have stored is read for good: each file in ../storage is what a released page left in localStorage.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { Shelf, list, load } from "./help.mjs";

const { AssessmentStore, History, answerOf, keysOf, markdown, nameOf, report, retiredOf, stamper } = await load();
const PREFIX = "faircopy:/:moving-a-server:";
const folder = new URL("../storage/", import.meta.url);

for (const name of readdirSync(folder)) {
  test(`${name} opens whole, and is written back as it was`, () => {
    const before = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    const shelf = Object.assign(new Shelf(), before);
    const store = new AssessmentStore(() => shelf, PREFIX, list());
    const found = store.load();
    assert.deepEqual([store.sealed, store.trouble, store.revised], [[], undefined, undefined]);
    assert.deepEqual(found.map(nameOf).sort(), ["Beta", "First assessment"]);
    const first = found.find((each) => nameOf(each) === "First assessment");
    assert.deepEqual(keysOf(first).map((id) => answerOf(first, id).answer).sort(), ["no", "no-answer", "not-applicable", "not-asked", "partly", "refused", "yes"]);
    assert.deepEqual(retiredOf(list(), first), []);
    const text = markdown(report(list(), first));
    for (const part of ["Asked, no answer", "Critical", "Minutes", "Try it", "Is there tea?"]) assert.ok(text.includes(part), part);
    assert.equal(before[`${PREFIX}settings`], JSON.stringify(store.settings));
    for (const each of found) store.save(each);
    // But for the number of the format, which is that of today.
    const today = Object.entries(before).map(([key, raw]) => [key, raw.replace('"version":1,', '"version":2,')]);
    assert.deepEqual({ ...shelf }, Object.fromEntries(today));
    // And one goes on with it.
    const history = new History(stamper("now"));
    history.all.set(first.id, first);
    history.set(first.id, "answers/restored", { ...answerOf(first, "restored"), answer: "yes" });
    store.save(history.all.get(first.id));
    assert.equal(answerOf(new AssessmentStore(() => shelf, PREFIX, list()).load().find((each) => nameOf(each) === "First assessment"), "restored").note, "First line\nsecond “line”");
  });
}
