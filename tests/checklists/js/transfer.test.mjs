import assert from "node:assert/strict";
import { test } from "node:test";
import { Shelf, chance, list, load } from "./help.mjs";

const { salvage } = await load();
const { answerOf, nameOf, newAssessment, stamper, write } = await load();
const { MAX_FILE_BYTES, AssessmentStore, importPreview, readBackup, importPairs, backupText } = await load();

const FULL = {
  answer: "partly", confidence: "seen", risk: "critical", impact: "breaker", note: "Zwei\nZeilen, <b>no markup</b> & \u2028 “all”",
  evidence: [{ label: "a", link: "https://example.com/", date: "2026-01-02", who: "CTO" }, {}, { label: "b" }],
  action: { what: "ask", owner: "me", due: "2026-02-03" }, was: "Old?", review: true, from: [{ kind: "split-to", id: "dns", question: "DNS?", answer: "no" }],
};
function full(name = "Acme, March") {
  const stamp = stamper("a");
  const values = { "answers/restored": FULL, "answers/who-knows": { answer: "not-applicable", reason: "no servers" }, "questions/own-1": { section: "after", question: "Mine?" }, "answers/own-1": { answer: "no" }, archived: true };
  const made = Object.entries(values).reduce((each, [key, value]) => write(each, key, value, stamp), newAssessment(list(), name, stamp));
  made.entries["answers/way-back"] = { value: { answer: "yes" }, time: 9, by: "b", seen: { a: 3 }, others: [{ value: null, time: 8, by: "c" }] };
  return made;
}

test("what is exported and read back is the same, to the byte", () => {
  const file = backupText(list(), [full(), full("Other")]);
  assert.equal(backupText(list(), readBackup(file, list())), file);
});

test("all that storage holds goes into a file and comes back", () => {
  const [ROOM, stamp] = [5 * 2 ** 20, stamper("a")];
  const noted = (value) => write(newAssessment(list(), "Acme", stamp), "answers/restored", value, stamp);
  // What grows most: signs that take three bytes in a file, and what is short and indented there. A tenth of each.
  for (const value of [{ note: "語".repeat(ROOM / 10) }, { evidence: Array.from({ length: ROOM / 30 }, () => ({})) }]) {
    const made = noted(value);
    const [stored, text] = [JSON.stringify(made).length, backupText(list(), [made])];
    assert.ok((new TextEncoder().encode(text).length * ROOM) / stored <= MAX_FILE_BYTES);
    assert.equal(backupText(list(), readBackup(text, list())), text);
  }
});

for (const [name, count, length] of [["20 assessments with notes", 20, 20_000], ["one with long notes", 1, 500_000]]) {
  test(`a backup of ${name} is read back`, () => {
    const stamp = stamper("a");
    const notes = (made) => list().sections.flatMap(({ items }) => items).reduce((each, { id }) => write(each, `answers/${id}`, { note: "n".repeat(length) }, stamp), made);
    const all = Array.from({ length: count }, (_, i) => notes(newAssessment(list(), `Company ${i}`, stamp)));
    assert.deepEqual(readBackup(backupText(list(), all), list()), all);
  });
}

test("what no file can hold is said before it is written", () => {
  const stamp = stamper("a");
  const much = write(newAssessment(list(), "Acme", stamp), "answers/restored", { note: "語".repeat(MAX_FILE_BYTES / 3) }, stamp);
  assert.throws(() => backupText(list(), [much]), { message: "This is more than a file may hold, 32 MB. Save each assessment by itself." });
});

test("a single assessment, as stored or as a snapshot, is a file too", () => {
  const made = full();
  assert.deepEqual(readBackup(JSON.stringify(made), list()), [made]);
});

test("an older file is brought forward when it is read", () => {
  const old = write(newAssessment({ ...list(), revision: "2017-01-10" }, "Old", stamper()), "answers/dns", { answer: "no" }, stamper());
  assert.equal(answerOf(readBackup(JSON.stringify(old), list())[0], "dns-time").answer, "no");
});

const file = (change) => {
  const data = JSON.parse(backupText(list(), [full()]));
  change(data, data.assessments[0]);
  return JSON.stringify(data);
};
for (const [name, text, message] of [
  ["nothing", "", /empty/],
  ["a cut-off file", backupText(list(), [full()]).slice(0, -40), /not JSON, or is cut off/],
  ["a picture", "\x89PNG\r\n\x1a\n", /not JSON/],
  ["the list itself", JSON.stringify(list()), /the list itself/],
  ["another JSON file", '{"name": "x"}', /not a backup/],
  ["no assessments", file((data) => (data.assessments = [])), /not a backup/],
  ["a newer file", file((data) => (data.version = 3)), /newer version/],
  ["a newer assessment", file((_, each) => (each.version = 3)), /newer version/],
  ["another list's file", file((_, each) => (each.list = "other")), /another checklist, “other”/],
  ["a newer list", file((_, each) => (each.revision = "2030-01-01")), /newer revision/],
  ["a time beyond numbers", file((_, each) => (each.entries.name.time = 1e15)), /name.time.*not what it should be/],
  ["a revision that is no date", file((_, each) => (each.revision = "soon")), /revision.*not what it should be/],
  ["a file without a version", file((data) => delete data.version), /not a backup/],
  ["a part named like a shape", file((_, each) => (each.entries["answers/restored"].value["note?"] = "x")), /“answers\/restored.note\?” is not known here/],
  ["an id of eight million hyphens", file((_, each) => (each.entries.name.by = `${"a-".repeat(8e6)}!`)), /name.by.*not what it should be/],
  ["the same twice", file((data, each) => data.assessments.push(each)), /same assessment twice/],
  ["an unknown part", file((_, each) => (each.extra = 1)), /“assessment.extra” is not known here/],
  ["an unknown entry", file((_, each) => (each.entries["answers/../x"] = each.entries.name)), /“answers\/..\/x” is not known/],
  ["an unknown answer", file((_, each) => (each.entries["answers/restored"].value.answer = "maybe")), /answers\/restored.value.answer|not what it should be/],
  ["an answer named like a method", file((_, each) => (each.entries["answers/restored"].value.answer = "constructor")), /not what it should be/],
  ["markup for a note", file((_, each) => (each.entries["answers/restored"].value.note = ["<img src=x onerror=alert(1)>"])), /not what it should be/],
  ["a prototype", '{"format": "faircopy-assessments", "version": 1, "assessments": [{"__proto__": {"format": "faircopy-assessment"}}]}', /not an assessment/],
  ["too much", " ".repeat(MAX_FILE_BYTES + 1), /larger than 32 MB/],
  ["deep nesting", "[".repeat(1e5), /not JSON/],
]) {
  test(`${name} is refused with a sentence`, () => assert.throws(() => readBackup(text, list()), (error) => message.test(error.message) && /^[A-Z“].*[.?]$/.test(error.message) && error.constructor === Error));
}

test("500 broken and hostile files change no stored byte", () => {
  const { below, pick } = chance(7);
  const good = backupText(list(), [full(), full("Other")]);
  const hostile = () => [null, -1, 1e308, "", "x".repeat(9999), [], {}, [[[[]]]], true, { __proto__: null, constructor: 1 }, JSON.parse('{"__proto__": {"polluted": true}}'), "<script>alert(1)</script>", "__proto__"];
  const shelf = new Shelf();
  const store = new AssessmentStore(() => shelf, "p:", list());
  store.save(full());
  const before = JSON.stringify(shelf);
  const breakers = [
    () => good.slice(0, below(good.length - 2)),
    () => good.slice(below(good.length - 2) + 1),
    () => good.replace(pick(["{", "}", ":", ","]), pick(["", "\0", "[", '"'])),
    () => {
      const data = JSON.parse(good);
      let [parent, key] = [{ data }, "data"];
      for (let depth = below(7); depth > 0 && parent[key] && typeof parent[key] === "object" && Object.keys(parent[key]).length; depth -= 1) {
        [parent, key] = [parent[key], pick(Object.keys(parent[key]))];
      }
      parent[key] = pick(hostile());
      if (below(3) === 0 && Object(parent[key]) === parent[key]) Object.defineProperty(parent[key], pick(["__proto__", "constructor", "x", "toString"]), { value: pick(hostile()), enumerable: true, configurable: true });
      return JSON.stringify(data);
    },
    // What programs on the way do to a text.
    () => `\ufeff${good}`,
    () => Buffer.from(good, "utf16le").toString(pick(["utf8", "latin1"])),
    () => good.replaceAll('"', pick(["“", "&quot;", "''", '\\"'])),
    () => good.replace(/(.{78})/g, pick(["$1=\n", "$1\n> ", "$1\0"])),
    () => good + pick([good, "}", "-- \nSent from a phone", "\0"]),
    () => good.replace(/\d{13}/, pick(["1e999", "-0", "NaN", "9".repeat(400), "0x10", "1_000"])),
    () => String.fromCharCode(...Array.from({ length: below(300) }, () => below(65536))),
  ];
  let refused = 0;
  for (let tried = 0; refused < 500; tried += 1) {
    assert.ok(tried < 5000, "the generator makes too many good files");
    try {
      readBackup(pick(breakers)(), list());
    } catch (error) {
      refused += 1;
      assert.equal(error.constructor, Error, error.stack);
      assert.match(error.message, /^[A-Z“][^]*[.?]$/);
    }
    assert.equal(JSON.stringify(shelf), before);
  }
  assert.equal({}.polluted, undefined);
});

test("a preview says what is new, newer and the same, and changes nothing", () => {
  const here = full();
  const there = write(write(here, "answers/restored", { answer: "yes" }, stamper()), "answers/watching", { answer: "no" }, stamper());
  assert.equal(importPreview(there), "“Acme, March” is new here, with 5 answers.");
  assert.equal(importPreview(there, here), "“Acme, March” is here already. Merging would change 2 entries, replacing would change 2.");
  assert.equal(importPreview(here, there), "“Acme, March” is here already. Merging would change 0 entries, replacing would change 2.");
});

test("a file is taken as a copy, merged by newest, or as a replacement", () => {
  const here = full();
  const mine = write(here, "answers/watching", { answer: "no" }, stamper());
  const file = write(here, "answers/restored", { answer: "yes" }, stamper());
  const all = new Map([[mine.id, mine]]);
  const values = (how) => importPairs([file], all, how, stamper()).map(([before, after]) => [before?.id, nameOf(after), answerOf(after, "restored").answer, answerOf(after, "watching")?.answer]);
  assert.deepEqual(values("copy"), [[undefined, "Acme, March (copy)", "yes", undefined]]);
  assert.deepEqual(values("merge"), [[mine.id, "Acme, March", "yes", "no"]]);
  assert.deepEqual(values("replace"), [[mine.id, "Acme, March", "yes", undefined]]);
  assert.deepEqual(importPairs([file], new Map(), "merge", stamper()).map(([, after]) => after), [file]);
});

test("of newer or damaged data as much is shown as is understood", () => {
  const raw = JSON.stringify({ format: "faircopy-assessment", version: 9, id: "x", entries: { name: { value: "New", time: 1, by: "a" }, "answers/restored": { value: { answer: "yes", stars: 5 }, time: 1, by: "a" }, later: 1 } });
  assert.deepEqual(Object.keys(salvage({ id: "x", raw }, list()).entries), ["name"]);
  for (const broken of ["", "null", "5", '{"entries": 5}', '{"entries": "text"}']) assert.deepEqual(salvage({ id: "x", raw: broken }, list()), { id: "x", entries: {} });
});
