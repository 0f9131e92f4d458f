import assert from "node:assert/strict";
import { test } from "node:test";
import { list, load } from "./help.mjs";

const { csv, markdown, rowsOf } = await load();
const { compare, details, report, requests, rows, textOf } = await load();
const { newAssessment, stamper, write } = await load();

const made = (name, values) => {
  const stamp = stamper();
  return Object.entries(values).reduce((each, [key, value]) => write(each, key, value, stamp), newAssessment(list(), name, stamp));
};
const acme = made("Acme, March", {
  "answers/who-knows": { answer: "no", risk: "critical", confidence: "verified", impact: "price", note: "Nobody.\nReally nobody.", was: "Is it known?", evidence: [{ label: "mail", link: "https://example.com/m", date: "2026-03-01", who: "CTO" }], action: { what: "Ask again", owner: "Kim", due: "2026-04-01" } },
  "answers/restored": { answer: "no-answer" },
  "answers/dns-time": { answer: "not-applicable", reason: "no names" },
  "answers/fax": { answer: "yes", note: "In the cellar." },
  "questions/own-1": { section: "after", question: "Is there coffee?" },
});
const blank = made("Blank", {});
const text = (blocks) => markdown(blocks);

test("the report says everything, in the order of the list", () => {
  const found = text(report(list(), acme));
  const order = ["# Acme, March", "| Section | Answered | Risk | Red flags |", "## Red flags", "Who knows the root password? No, risk critical", "## Actions", "| Ask again | Kim | 2026-04-01 |", "## Before the day",
    "### Who knows the root password?", "**Confidence:** Verified", "**Impact on the deal:** Price", "**Note:** Nobody.\\\n  Really nobody.", "**Evidence:** mail, https://example.com/m, 2026-03-01, from CTO",
    "**Answered as:** Is it known?", "Not answered:", "Who may change the DNS?", "## On the day and after", "Is there coffee?", "## No longer on the list", "Is there a fax number?", "Retired in the revision of 2026-11-22.", "In the cellar."];
  order.reduce((from, part) => {
    const at = found.indexOf(part, from);
    assert.notEqual(at, -1, `${part} is not after ${found.slice(from, from + 40)}`);
    return at;
  }, 0);
});

test("an empty assessment is a report too", () => {
  const found = text(report(list(), blank));
  assert.ok(!found.includes("## Red flags") && !found.includes("undefined"));
  assert.ok(found.includes("0 of 6"));
});

test("a request list has the open questions and nothing that the assessor wrote", () => {
  const found = text(requests(list(), acme));
  assert.ok(found.includes("- When was a backup last restored? (asked before)"));
  assert.ok(found.includes("Is there coffee?"));
  for (const part of ["root password", "answers live", "critical", "Nobody", "Acme", "Only one person"]) assert.ok(!found.includes(part), part);
  assert.ok(text(requests(list(), blank)).includes("What would help: a list of people with access"));
});

test("a comparison shows sections, then items where they differ, then red flags", () => {
  const blocks = compare(list(), [acme, blank]);
  assert.deepEqual(blocks.map(([kind, level, title]) => (kind === "h" ? title : kind)), ["Comparison", "table", "Where they differ", "table", "Red flags: Acme, March", "list"]);
  assert.deepEqual(blocks[1][2].at(-1), ["All", "1 of 6 answered · risk 4 of 4, critical", "0 of 6 answered · risk not rated"]);
  assert.deepEqual(blocks[3][2].map(([question]) => question), ["Who knows the root password?", "When was a backup last restored?", "How long do DNS answers live?"]);
  assert.deepEqual(compare(list(), []).map(([kind]) => kind), ["h", "table"]);
});

test("rows name every item with all that is known", () => {
  const [head, ...lines] = rows(list(), acme);
  assert.equal(lines.length, 8);
  assert.ok(lines.every((line) => line.length === head.length));
  const line = Object.fromEntries(head.map((name, i) => [name, lines[0][i]]));
  assert.equal(line.Note, "Nobody.\nReally nobody.");
  assert.deepEqual([line.Owner, line.Risk, line.Section], ["Kim", "Critical", "Before the day"]);
  assert.deepEqual(lines.at(-1).slice(0, 3), ["No longer on the list", "fax", "Is there a fax number?"]);
});

test("details leave out what is not known", () => assert.deepEqual(details(list().words, { note: "n" }), [["Note", "n"]]));

for (const sign of ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", " =", "\n@"]) {
  test(`a cell that begins with ${JSON.stringify(sign)} is no formula`, () => {
    assert.equal(csv([[`${sign}1+1`]]), `\ufeff"'${sign}1+1"\r\n`);
  });
}

test("CSV keeps quotes, commas and lines", () => assert.equal(csv([["a", 'say "x", y'], ["1\n2", ""]]), '\ufeff"a","say ""x"", y"\r\n"1\n2",""\r\n'));

for (const [typed, expected] of [
  ["<img src=x>", "\\<img src=x\\>"], ["**bold** _it_ `c`", "\\*\\*bold\\*\\* \\_it\\_ \\`c\\`"], ["[a](b)", "\\[a\\](b)"], ["a | b", "a \\| b"], ["# h", "\\# h"],
  ["1. one", "1\\. one"], ["- one", "\\- one"], ["a\n===", "a\\\n  \\==="], ["a &amp; b", "a \\&amp; b"], ["a\\b", "a\\\\b"], ["one\ntwo", "one\\\n  two"],
]) {
  test(`Markdown shows ${JSON.stringify(typed)} as it was typed`, () => assert.equal(markdown([["p", typed]]), `${expected}\n`));
}

test("a table's cells stay in their row", () => assert.equal(markdown([["table", ["a", "b"], [["1\n2", "x|y"]]]]), "| a | b |\n| --- | --- |\n| 1 2 | x\\|y |\n"));

test("blocks are rows too", () => {
  assert.deepEqual(rowsOf([["h", 2, "T"], ["table", ["a"], [["1"]]], ["list", ["x", "y"]], ["p", "z"]]), [["T"], ["a"], ["1"], ["x"], ["y"], ["z"]]);
});

test("a reason that no longer applies is told to nobody", () => {
  assert.deepEqual(details(list().words, { answer: "yes", reason: "stale" }), [["Answer", "Yes"]]);
  assert.deepEqual(details(list().words, { answer: "not-applicable", reason: "r" }), [["Answer", "Not applicable"], ["Reason", "r"]]);
});

test("a search looks through what can be read, not through names of data", () => {
  const [item] = list().sections[0].items;
  const words = textOf(list().words, item, { answer: "no-answer", risk: "high", action: { what: "Call" } });
  for (const part of ["root password", "only one person", "a list of people", "asked, no answer", "high", "call"]) assert.ok(words.includes(part), part);
  for (const part of ["no-answer", "answer\"", "action", "undefined"]) assert.ok(!words.includes(part), part);
});
