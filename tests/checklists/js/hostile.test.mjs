// Whatever comes from elsewhere or lies in the storage: nothing dead, nothing spoofed, nothing lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import zlib from "node:zlib";
import { IDS, hostile } from "./hostile.mjs";
import { Shelf, linkOf, list, load, source } from "./help.mjs";

const { History, answerOf, copyOf, itemsOf, keysOf, merge, nameOf, newAssessment, quoted, read, retiredOf, sectionsOf, stamper, tallies, tidy, write } = await load();
const { AssessmentStore, bringForward, packLink, readBackup, salvage, importPairs, unpackLink, backupText } = await load();
const { compare, markdown, report, requests } = await load();

const PREFIX = "faircopy:/:moving-a-server:";
const SEEDS = Number(process.env.CHECKLIST_SEEDS ?? 30);
// As the page has it: what writes to it throws.
const frozen = list();
const open = (shelf) => new AssessmentStore(() => shelf, PREFIX, frozen);
const shelved = (raw, id = "acme") => {
  const shelf = new Shelf();
  shelf.setItem(`${PREFIX}a/${id}`, raw);
  return shelf;
};
const answersOf = (assessment) => Object.entries(assessment.entries).map(([key, { value }]) => [key, value]);

/** What must hold for everything that is shown, wherever it has come from. */
function sane(assessment) {
  const sections = sectionsOf(frozen, assessment);
  const items = itemsOf(frozen, assessment);
  for (const [i, section] of frozen.sections.entries()) {
    assert.deepEqual(sections[i].items.slice(0, section.items.length), section.items, "the list's own questions come first, in its own words");
    assert.ok(sections[i].items.slice(section.items.length).every(({ own, question }) => own && /[^\s\p{C}]/u.test(question)));
  }
  assert.equal(new Set(items.map(({ id }) => id)).size, items.length, "no two questions are one");
  for (const { done, counted } of tallies(frozen, assessment)) assert.ok(done <= counted);
  const former = new Map(frozen.revisions.flatMap(({ changes }) => changes.map(({ id }) => [id, true])));
  assert.ok(items.every(({ id, own }) => !own || !former.has(id)), "what was asked before is not asked by somebody else");
  assert.match(nameOf(assessment), /[^\s\p{C}]/u);
  for (const text of [nameOf(assessment), ...items.map(({ question }) => question)]) assert.doesNotMatch(text, /[\0\n\u202e\u2066]/);
  for (const blocks of [report(frozen, assessment), requests(frozen, assessment), compare(frozen, [assessment])]) assert.ok(!/undefined|\[object|NaN/.test(markdown(blocks)));
  assert.deepEqual(JSON.parse(JSON.stringify(frozen)), JSON.parse(JSON.stringify(list())));
}

// Each place in a value, as [what sets another value there, path].
const placesOf = (value, path = []) =>
  Object.keys(Object(value) === value ? value : {}).flatMap((key) => [[...path, key], ...placesOf(value[key], [...path, key])]);
const OTHERS = [null, true, false, 0, -1, 1.5, 9e15, "", "x", "a--b", [], {}, [{}], [[]], { value: {} }, { constructor: 1 }];

test("whatever stands in any place of a file, it is refused in a sentence, or is what it was when the page comes again", () => {
  const at = { time: 1_700_000_000_000, by: "x" };
  const value = { answer: "no", confidence: "seen", risk: "high", impact: "price", note: "n", evidence: [{ label: "l", link: "https://e.org/", date: "2026-03-01", who: "w" }], action: { what: "w", owner: "o", due: "2026-03-01" }, was: "w", review: true, from: [{ kind: "split-to", id: "dns", question: "q", answer: "no" }] };
  const entries = { name: { value: "Acme", ...at }, archived: { value: true, ...at }, "assigned/after": { value: "Kim", ...at }, "questions/own-1": { value: { section: "after", question: "q" }, ...at }, "answers/restored": { value, ...at, who: "Kim", seen: { y: 1 }, others: [{ value: { answer: "yes" }, time: 2, by: "z", seen: { x: 1 } }] } };
  const sound = { format: "faircopy-assessment", version: 2, list: "moving-a-server", id: "acme", revision: "2026-11-22", entries };
  const taken = [];
  for (const path of placesOf(sound)) {
    for (const other of OTHERS) {
      const made = JSON.parse(JSON.stringify(sound));
      path.slice(0, -1).reduce((place, key) => place[key], made)[path.at(-1)] = other;
      let found;
      try {
        [found] = readBackup(JSON.stringify(made), frozen);
      } catch ({ message }) {
        assert.match(message, /^[“A-Z].*\.$/u, path.join());
        assert.ok(!/object Object|is not a function|undefined|of null/.test(message), message);
        continue;
      }
      taken.push(path.join());
      for (const one of [found, copyOf(found, stamper("me")), write(found, "answers/way-back", { answer: "yes" }, stamper("me"))]) {
        const store = open(shelved(JSON.stringify(one), one.id));
        assert.deepEqual(store.load(), [JSON.parse(JSON.stringify(one))], `${path} ${JSON.stringify(other)}`);
        assert.deepEqual(store.sealed, []);
      }
    }
  }
  assert.ok(taken.length > 20 && taken.includes("entries,answers/restored,value,note"));
});

/** It is changed everywhere, kept, opened again, taken to a file and a link and back, brought together with another. */
async function used(first, seed) {
  sane(first);
  const shelf = new Shelf();
  const store = open(shelf);
  const history = new History(stamper("me"), (ids) => ids.forEach((id) => history.all.has(id) ? history.all.set(id, store.save(history.all.get(id))) : store.remove(id)));
  history.exchange([undefined, first]);
  const before = history.all.get(first.id);
  for (const { id } of itemsOf(frozen, first)) history.set(first.id, `answers/${id}`, tidy({ ...answerOf(first, id), note: `mine ${seed}` }));
  const now = history.all.get(first.id);
  assert.equal(store.trouble, null);
  const again = open(shelf);
  const found = again.load();
  assert.deepEqual(again.sealed, []);
  assert.deepEqual(found, [JSON.parse(JSON.stringify(now))]);
  for (const { id } of itemsOf(frozen, now)) assert.equal(answerOf(now, id).note, `mine ${seed}`);
  while (history.done.length > 1) history.undo();
  assert.deepEqual(answersOf(history.all.get(first.id)).filter(([, value]) => value), answersOf(before).filter(([, value]) => value));

  const file = backupText(frozen, [now]);
  const [back] = readBackup(file, frozen);
  assert.deepEqual(answersOf(back), answersOf(now));
  assert.equal(backupText(frozen, readBackup(backupText(frozen, [back]), frozen)), backupText(frozen, [back]));

  const mine = write(write(newAssessment(frozen, "Mine", stamper("reader")), "answers/restored", { answer: "no", note: "my own" }, stamper("reader")), "answers/fax", { note: "my fax" }, stamper("reader"));
  const both = merge({ ...mine, id: now.id }, now);
  sane(both);
  for (const id of ["restored", "fax"]) {
    const { value, others = [] } = both.entries[`answers/${id}`];
    assert.ok([{ value }, ...others].some((version) => version.value?.note === answerOf(mine, id).note), "what the reader wrote is there");
  }
  for (const { question } of retiredOf(frozen, both).filter(({ id }) => id === "fax")) assert.equal(question, "Is there a fax number?");

  // Coding texts takes most of the time.
  if (seed % 10) return;
  const link = await packLink(list(), now, true);
  const shown = await unpackLink(link, frozen);
  sane(shown);
  const values = (each) => answersOf(each).map(([key, value]) => [key, key.startsWith("answers/") && value ? tidy(frozen.words.withoutStrayReason(value)) : value]).filter(([, value]) => value).sort(([a], [b]) => (a < b ? -1 : 1));
  assert.deepEqual(values(shown), values(now));
  sane(copyOf(shown, stamper("me")));
}

const sentence = (error) => {
  assert.equal(error.constructor, Error, error.stack);
  assert.match(error.message, /^[A-Z“][^]*[.?]$/);
  assert.ok(error.message.length < 300, error.message);
};

test("what is right in form is taken, changed, kept and handed on, whatever it names", async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const raw = hostile(seed);
    const { id } = JSON.parse(raw);
    const store = open(shelved(raw, id));
    const [stored] = store.load();
    assert.deepEqual(store.sealed, [], `seed ${seed}`);
    await used(stored, seed);
    await used(readBackup(raw, frozen)[0], seed);
  }
});

test("what is wrong in form is refused with a sentence, and what can be understood of it is shown", async () => {
  let refused = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const raw = hostile(seed, 3);
    const store = open(shelved(raw));
    const before = JSON.stringify(store.storage);
    const [stored] = store.load();
    if (stored) await used(stored, seed);
    for (const each of store.sealed) {
      refused += 1;
      sentence(new Error(each.message));
      sane(salvage(each, frozen));
      assert.equal(JSON.stringify(store.storage), before);
    }
    try {
      for (const each of readBackup(raw, frozen)) await used(each, seed);
    } catch (error) {
      if (error.name === "AssertionError") throw error;
      sentence(error);
    }
  }
  assert.ok(refused > SEEDS / 4, `${refused} of ${SEEDS}`);
});

test("hostile links are shown as they are, or refused with a sentence", async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { list: id, revision, entries } = JSON.parse(hostile(seed, seed % 2));
    const values = Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, entry?.value]));
    try {
      sane(await unpackLink(linkOf(zlib.deflateRawSync(JSON.stringify([id, revision, values]))), frozen));
    } catch (error) {
      if (error.name === "AssertionError") throw error;
      sentence(error);
    }
  }
});

for (const id of IDS) {
  test(`an own question called ${id.slice(0, 20)} is one of its own, and an editor of that name is only a name`, async () => {
    const at = { time: 5, by: id, seen: { [id]: 4 } };
    const raw = JSON.stringify({ format: "faircopy-assessment", version: 1, list: frozen.id, id: "acme", revision: frozen.revision, entries: { [`questions/${id}`]: { value: { section: "before", question: "Spoofed?" }, ...at }, "answers/restored": { value: { answer: "yes" }, ...at } } });
    const [stored] = open(shelved(raw)).load();
    await used(stored, 1);
    assert.deepEqual(itemsOf(frozen, stored).filter(({ question }) => question === "Spoofed?").length, 1);
  });
}

test("what another list would have us ask stays apart at any later revision", () => {
  const [first, ...rest] = list().sections;
  const sections = [{ ...first, items: [...first.items, { id: "own-later", question: "Asked since?" }] }, ...rest];
  const later = { ...list(), revision: "2027-01-01", sections };
  const own = write(newAssessment(frozen, "Acme", stamper()), "questions/own-later", { section: "before", question: "Mine?" }, stamper());
  const now = bringForward(own, later);
  assert.deepEqual(itemsOf(later, now).filter(({ id }) => id.includes("own-later")).map(({ id, question }) => [id, question]), [["own-later", "Asked since?"], ["own-own-later", "Mine?"]]);
  assert.deepEqual(bringForward(now, later), now);
});

test("stamps of a wrong clock are taken in their order, and win neither for ever nor against numbers", () => {
  const at = (time, by, seen) => ({ value: { note: `${time}` }, time, by, seen });
  const made = newAssessment(frozen, "Acme", stamper("a"));
  made.entries["answers/restored"] = { ...at(999_999_999_999_999, "b", { a: 4e14 }), others: [at(5e14, "c")] };
  made.entries["answers/fax"] = at(5, "a");
  const before = Date.now();
  const [back] = readBackup(backupText(frozen, [made]), frozen);
  const { time, seen, others } = back.entries["answers/restored"];
  const soon = Date.now() + 2 * 864e5;
  assert.ok(seen.a < others[0].time && others[0].time < time && time < soon && seen.a > before);
  assert.equal(back.entries["answers/fax"].time, 5);
  assert.equal(answerOf(back, "restored").note, "999999999999999");
});

test("an answer in very many versions is changed, and brought together with what it was", () => {
  // More than a call has room for; and each compared with each, they would take hours.
  const others = Array.from({ length: 130_000 }, (_, i) => ({ value: { note: `${i}` }, time: i + 1, by: `e${i}` }));
  const made = newAssessment(frozen, "Acme", stamper("a"));
  made.entries["answers/restored"] = { ...others.pop(), others };
  const { entries } = merge(made, write(made, "answers/restored", { note: "n" }, stamper("a"), true));
  assert.equal(entries["answers/restored"].others, undefined);
  assert.equal(entries["answers/restored"].value.note, "n");
});

test("what is stored under another's name is kept apart, and so is nobody's place taken", () => {
  const made = newAssessment(frozen, "Acme", stamper());
  const shelf = shelved(JSON.stringify(made), "other");
  const store = open(shelf);
  assert.deepEqual([store.load(), store.sealed.map(({ id, message }) => [id, message])], [[], [["other", "It is stored under another name."]]]);
});

test("a backup of what cannot be opened here comes in beside it", () => {
  const made = newAssessment(frozen, "Acme", stamper());
  const raw = JSON.stringify({ ...made, version: 3 });
  const shelf = shelved(raw, made.id);
  const store = open(shelf);
  store.load();
  const sealed = new Map(store.sealed.map((each) => [each.id, each]));
  for (const how of ["copy", "merge", "replace"]) {
    const [[before, after]] = importPairs([made], new Map(), how, stamper(), sealed);
    assert.ok(!before && after.id !== made.id);
    store.save(after);
  }
  store.save(made);
  assert.deepEqual([shelf.getItem(`${PREFIX}a/${made.id}`), store.trouble], [raw, "newer"]);
});

test("a sentence is short and nothing in a name turns it round", () => {
  assert.equal(quoted("\u202egnirts\u2066\0a\nb"), "“gnirts a b”");
  assert.equal(quoted(`${"😀".repeat(60)}x`), `“${"😀".repeat(60)}…”`);
});

test("names that nobody could see are none", () => {
  for (const name of ["", " ", "\u200b", "\u202e", "\0"]) {
    const made = write(newAssessment(frozen, name, stamper()), "questions/own-1", { section: "before", question: name }, stamper());
    assert.deepEqual([nameOf(made), itemsOf(frozen, made).find(({ own }) => own).question, keysOf(made, "questions/"), read(made, "name")], ["Untitled", "Your question", ["own-1"], name]);
  }
});
