// What is taken away says what was typed, whatever that was, and nothing of it acts in a program that reads it.
import assert from "node:assert/strict";
import test from "node:test";
import { chance, list, load } from "./help.mjs";

const { backupText, csv, newAssessment, readBackup, rows, stamper, write } = await load();
const SEEDS = Number(process.env.CHECKLIST_SEEDS ?? 100);
const PIECES = ["=", "+", "-", "@", "＝", "\t", "\r\n", "\n", "\r", '"', "'", ",", ";", " ", "\ud800", "\udc00", "\u202e", "\ufeff", "\0", "<b>", "&lt;", "</style>", "|", "`", "a", "https://e.org/?a=1", "y".repeat(9000)];
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r]/;

// RFC 4180, to the letter: all cells are quoted.
function cellsOf(text) {
  assert.match(text, /^\ufeff(("([^"]|"")*"(,|\r\n))*)$/);
  return [...text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)].map(([, cell, end]) => [cell.replaceAll('""', '"'), end]);
}

function typed(seed) {
  const { below, pick } = chance(seed);
  const text = () => Array.from({ length: 1 + below(9) }, () => pick(PIECES)).join("");
  const stamp = stamper("a");
  const value = { answer: "no", note: text(), evidence: [{ label: text(), link: text(), who: text() }], action: { what: text(), owner: text(), due: text() } };
  const entries = [["name", text()], ["subject", text()], ["answers/restored", value], ["questions/own-1", { section: "before", question: text() }]];
  return entries.reduce((made, [key, each]) => write(made, key, each, stamp), newAssessment(list(), "", stamp));
}

test("a table has each cell as it was typed, and none is a formula", () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const table = rows(list(), typed(seed));
    const cells = cellsOf(csv(table));
    assert.deepEqual(cells.map(([cell]) => cell), table.flat().map((text) => (FORMULA.test(text) ? `'${text}` : text)));
    assert.deepEqual(cells.map(([, end]) => end === ","), table.flatMap((row) => row.map((_, i) => i < row.length - 1)));
    assert.ok(!cells.some(([cell]) => FORMULA.test(cell)));
  }
});

test("a file brings back each answer, also as a disk keeps it", () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const made = typed(seed);
    const onDisk = new TextDecoder().decode(new TextEncoder().encode(backupText(list(), [made])));
    assert.deepEqual(readBackup(onDisk, list()), [made]);
  }
});
