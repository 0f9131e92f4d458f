import assert from "node:assert/strict";
import { test } from "node:test";
import { list, load } from "./help.mjs";

const { csv, flags, itemsOf, markdown, rowsOf } = await load();
const { addressOf, changes, compare, details, inOrder, pieces, standalone, report, requests, rows, textOf, together, unbroken } = await load();
const { merge, newAssessment, stamper, write } = await load();

const made = (name, values) => {
  const stamp = stamper();
  stamp.who = "Kim";
  return Object.entries(values).reduce((each, [key, value]) => write(each, key, value, stamp), newAssessment(list(), name, stamp));
};
const acme = made("Acme, March", {
  "answers/who-knows": { answer: "no", risk: "critical", confidence: "verified", impact: "price", note: "Nobody.\nReally nobody.", was: "Is it known?", evidence: [{ label: "mail", link: "https://example.com/m", date: "2026-03-01", who: "CTO" }], action: { what: "Ask again", owner: "Kim", due: "2026-04-01" } },
  "answers/restored": { answer: "no-answer" },
  "answers/dns-time": { answer: "not-applicable", reason: "no names" },
  "answers/fax": { answer: "yes", note: "In the cellar." },
  "assigned/before": "Sam",
  "questions/own-1": { section: "after", question: "Is there coffee?" },
});
const blank = made("Blank", {});
const text = (blocks) => markdown(blocks);

test("the report says everything, in the order of the list", () => {
  const found = text(report(list(), acme));
  const order = ["# Acme, March", "**Checklist:**", "## Summary", "1 of 6 questions are answered (17 %). 1 red flag. The highest risk is critical. 1 action; the first is due on 2026-04-01.", "| Section | Answered | Risk | Red flags |", "## Red flags", "| Who knows the root password? | No, risk critical | Nobody. Really nobody. |", "## Actions", "| Ask again | Kim | 2026-04-01 |", "## Before the day",
    "### Who knows the root password?", "**Confidence:** Verified", "**Impact on the deal:** Price", "**Note:** Nobody.  \n  Really nobody.", "**Evidence:** mail, <https://example.com/m>, 2026-03-01, from CTO",
    "**Answered as:** Is it known?", "## No longer on the list", "Is there a fax number?", "Retired in the revision of 2026-11-22.", "In the cellar.", "## Appendix: still open", "| Who may change the DNS? | Before the day | Not answered |", "| Is there coffee? | On the day and after | Not answered |", "## Signatures", "| Name | Date | Signature |", "| Kim |  |  |", "| Sam |  |  |"];
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
  assert.deepEqual(blocks.map(([kind, level, title]) => (kind === "h" ? title : kind)), ["Comparison", "table", "Where they differ", "table", "Red flags: Acme, March", "table"]);
  assert.deepEqual(blocks[1][2].at(-1), ["All", "1 of 6 answered · risk critical (4 of 4)", "0 of 6 answered · risk not rated"]);
  assert.deepEqual(blocks[3][2].map(([question]) => question), ["Who knows the root password?", "When was a backup last restored?", "How long do DNS answers live?"]);
  assert.deepEqual(compare(list(), []).map(([kind]) => kind), ["h", "table"]);
});

test("of red flags the highest risk comes first, and equal ones stay in the order of the list", () => {
  const risks = { "who-knows": "high", restored: "critical", "dns-time": "low", watching: "critical" };
  const entries = Object.fromEntries(Object.entries(risks).map(([id, risk]) => [`answers/${id}`, { value: { risk }, time: 1, by: "a" }]));
  const [, table] = flags("Red flags", list(), { ...blank, entries });
  const questions = new Map(itemsOf(list(), blank).map(({ id, question }) => [question, id]));
  assert.deepEqual(table[2].map(([question]) => questions.get(question)), ["restored", "watching", "who-knows"]);
});

test("rows name every item with all that is known", () => {
  const [head, ...lines] = rows(list(), acme);
  assert.equal(lines.length, 8);
  assert.ok(lines.every((line) => line.length === head.length));
  const line = Object.fromEntries(head.map((name, i) => [name, lines[0][i]]));
  assert.deepEqual([line["Answered by"], line["Assigned to"]], ["Kim", "Sam"]);
  assert.match(line["Answered on"], /^\d{4}-\d\d-\d\d$/);
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
  ["<img src=x>", "&lt;img src=x&gt;"], ["**bold** _it_ `c`", "\\*\\*bold\\*\\* \\_it\\_ \\`c\\`"], ["[a](b)", "\\[a\\](b)"], ["a | b", "a &#124; b"], ["# h", "\\# h"],
  ["1. one", "1\\. one"], ["- one", "\\- one"], ["a\n===", "a  \n&#61;=="], ["a &amp; b", "a &amp;amp; b"], ["a\\b", "a\\\\b"], ["one\ntwo", "one  \ntwo"], ["    code", "code"], ["{: #id}", "\\{: \\#id\\}"],
]) {
  test(`Markdown shows ${JSON.stringify(typed)} as it was typed`, () => assert.equal(markdown([["p", typed]]), `${expected}\n`));
}

test("a table's cells stay in their row", () => assert.equal(markdown([["table", ["a", "b"], [["1\n2", "x|y"]]]]), "| a | b |\n| --- | --- |\n| 1 2 | x&#124;y |\n"));

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

test("one subject over time: what got better and worse, what is new, what is no longer asked", () => {
  const before = made("May", { "answers/who-knows": { answer: "no", risk: "critical" }, "answers/restored": { answer: "yes", risk: "low" }, "answers/way-back": { answer: "no-answer" }, "answers/watching": { answer: "yes" }, "answers/fax": { answer: "yes" } });
  const after = made("June", { "answers/who-knows": { answer: "partly", risk: "low" }, "answers/restored": { answer: "yes", risk: "high" }, "answers/way-back": { answer: "yes" }, "answers/watching": { answer: "no" }, "answers/dns-time": { answer: "yes" } });
  const blocks = changes(list(), before, after);
  const found = blocks.flatMap(([kind, level, title], i) => (kind === "h" && level === 3 ? [[title, blocks[i + 1][2].map(([question]) => question)]] : []));
  assert.deepEqual(Object.fromEntries(found), {
    Worse: ["When was a backup last restored?"],
    Better: ["Who knows the root password?"],
    Changed: ["What is watched after the move, and by whom?"],
    New: ["How long do DNS answers live?", "What is the way back, and until when?"],
    "No longer asked": ["Is there a fax number?"],
  });
  assert.deepEqual(changes(list(), before, before)[1], ["p", "No longer asked: 1."]);
  const [none, yes] = [{ answer: "not-applicable" }, { answer: "yes" }].map((value) => made("x", { "answers/watching": value }));
  for (const pair of [[none, yes], [yes, none]]) assert.deepEqual(changes(list(), ...pair)[1], ["p", "Changed: 1."]);
  assert.deepEqual(changes(list(), blank, blank)[1], ["p", "Nothing has changed."]);
  const later = made("Later", {});
  later.entries.name.time = 9e14;
  assert.deepEqual(inOrder([later, before]), [before, later]);
});

const HOSTILE = ["](javascript:alert(1))", "a | b", "<script>alert(1)</script>", "</style><img src=x onerror=alert(1)>", "\u202egnp.exe", "javascript:alert(1)", "https://bank.example@evil.example/", "data:text/html,x", '" onclick="alert(1)', "a\n\n# h\n    code", "`x`", "&lt;b&gt;", "--><b>", "{: onclick=x}", "[x]: javascript:alert(1)", "![x](http://track.example/p.png)"];

test("only addresses of the web can be clicked, and in full", () => {
  for (const text of ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "https://a@b.example/", "https://a:b@c.example/", "example.com/x", "//x", "", "http://[::1]/", "JaVaScript:alert(1)", "\u0001javascript:alert(1)"]) assert.equal(addressOf(text), null, text);
  assert.equal(addressOf(" https://example.com/a_b c|d(e)."), "https://example.com/a_b%20c%7Cd%28e%29%2E");
  assert.deepEqual(pieces("See https://example.com/a_b, and (http://x.example/y)."), ["See ", "https://example.com/a_b", ", and (", "http://x.example/y", ")."]);
  assert.deepEqual(pieces("no\u202e address"), ["no address"]);
});

test("a report as a page of its own has no script, makes no request, and says what was typed", () => {
  const values = HOSTILE.map((text) => ({ answer: "no", risk: "high", note: text, evidence: [{ label: text, link: text, who: text, date: text }], action: { what: text, owner: text, due: text } }));
  const ids = ["who-knows", "restored", "dns-time", "dns-owner", "way-back", "watching"];
  const each = Object.fromEntries(values.map((value, i) => [`answers/${ids[i] ?? `own-${i}`}`, value]));
  const own = Object.fromEntries(HOSTILE.map((text, i) => [`questions/own-${i}`, { section: "after", question: text }]));
  for (const subject of HOSTILE) {
    const one = made(subject, { subject, assessor: subject, scope: subject, "assigned/after": subject, ...each, ...own });
    const text = standalone(subject, subject, report(list(), one));
    const tags = [...text.matchAll(/<([a-z][a-z0-9]*)([^>]*)>/gi)];
    assert.deepEqual([...new Set(tags.map(([, name]) => name))].filter((name) => !"html head meta title style body h1 h2 h3 p dl dt dd div table thead tbody tr th td a figure svg rect section ul li time".split(" ").includes(name)), []);
    assert.deepEqual(tags.filter(([, , rest]) => /\bon\w+\s*=/i.test(rest)), []);
    assert.ok([...text.matchAll(/href="([^"]*)"/g)].every(([, address]) => /^https?:\/\//.test(address)));
    assert.ok(!/[\u202a-\u202e\u2066-\u2069]/.test(text) && !text.includes("bank.example@evil.example/\""));
    assert.equal(text.split("</style>").length, 2);
    assert.ok(text.includes("default-src 'none'"));
  }
});

test("a heading goes with what it heads, and one signs in rows of their own", () => {
  const blocks = report(list(), acme);
  const groups = together(blocks);
  assert.deepEqual(groups.flat(), blocks);
  assert.ok(groups.every((group) => group.length === 1 || group.slice(0, -1).every(([kind]) => kind === "h")));
  for (const [i, group] of groups.entries())
    if (group[0][0] === "pairs") assert.notEqual(groups[i - 1]?.at(-1)[0], "h");
  const text = standalone("t", "r", blocks);
  assert.match(text, /<section>\n<h3>Who knows the root password\?<\/h3>\n<dl>/);
  assert.equal(text.split('class="sign"').length, 2);
  assert.ok(text.indexOf('class="sign"') > text.indexOf("<h2>Signatures"));
});

test("a comparison's rows are rows, whatever the block", () => {
  assert.deepEqual(rowsOf([["pairs", [["a", "b"]]], ["chart", []]]), [["a", "b"]]);
});

test("a first answer is new, and no better than none; one that is open again is no longer answered", () => {
  const over = (from, to) => {
    const [before, after] = [from, to].map((value, i) => made(`v${i}`, { "answers/restored": value }));
    return changes(list(), before, after).filter(([kind, level]) => kind === "h" && level === 3).map(([, , title]) => title);
  };
  assert.deepEqual(over({ answer: "no-answer" }, { answer: "no" }), ["New"]);
  assert.deepEqual(over({ note: "a note only" }, { answer: "no", note: "a note only" }), ["New"]);
  assert.deepEqual(over({ answer: "yes" }, { answer: "no-answer" }), ["No longer answered"]);
  assert.deepEqual(over({ note: "x", risk: "high" }, { answer: "yes", risk: "low" }), ["Better"], "both are rated");
  assert.deepEqual(over({ answer: "no" }, { answer: "yes" }), ["Changed"]);
});

test("the report has what the author wrote at the head of a section, in plain words, and the hints that are the list's own", () => {
  const [first, ...others] = list().sections;
  const [item, ...items] = first.items;
  const own = { ...list(), hints: [{ value: "why", label: "Why" }, { value: "source", label: "Source" }],
    sections: [{ ...first, text: "Read **this**, `too`.\n\n| a | b |\n| --- | --- |\n| [x](https://e.org/a_b) | 3 * 4 |\n\n```text\nls\n```", items: [{ ...item, hints: { source: "ASVS 1.2" } }, ...items] }, ...others] };
  const blocks = report(own, acme);
  const at = blocks.findIndex(([kind, level, title]) => kind === "h" && level === 3 && title === "Before the day");
  assert.deepEqual(blocks[at + 1], ["p", "Read this, too.\n\na · b\nx (https://e.org/a_b) · 3 * 4\n\nls"]);
  assert.ok(blocks.some(([kind, pairs]) => kind === "pairs" && pairs.some(([term, text]) => term === "Source" && text === "ASVS 1.2")));
  assert.ok(!blocks.some(([kind, pairs]) => kind === "pairs" && pairs.some(([term]) => term === "Why")));
});

test("a date in a page that stands alone is not divided", () => {
  assert.ok(standalone("t", "r", report(list(), acme)).includes("<td><time>2026-04-01</time></td>"));
  for (const [text, expected] of [["critical (4 of 4).", "critical (4\u00a0of\u00a04)."], ["(17 %)", "(17\u00a0%)"], ["(see 4)", "(see 4)"], ["4 of 4", "4 of 4"]]) {
    assert.equal(unbroken(text), expected);
  }
  assert.ok(standalone("t", "r", report(list(), acme)).includes("(17\u00a0%)"));
});

test("a report says where two answers stand, and what the other is", () => {
  const start = newAssessment(list(), "Acme", stamper("a"));
  const kim = stamper("k");
  kim.who = "Kim";
  const mine = write(start, "answers/restored", { answer: "yes" }, stamper("a"));
  const theirs = write(start, "answers/restored", { answer: "no", note: "not this year" }, kim);
  const undecided = merge(mine, theirs);
  const text = markdown(report(list(), undecided));
  const [first, other] = undecided.entries["answers/restored"].value.answer === "no" ? ["No", "Yes"] : ["Yes", "No, not this year"];
  assert.ok(text.includes(`- **Answer:** ${first}\n`), text);
  assert.match(text, new RegExp(`- \\*\\*Not decided; also answered:\\*\\* ${other}, \\d{4}-`));
  assert.ok(text.includes("Answered differently in two places and not decided: 1."));
  assert.ok(!markdown(report(list(), mine)).includes("ot decided"));
});

test("a note with a long run of blanks is written as fast as any: with more steps for each, this takes minutes", () => {
  const blanks = " ".repeat(600_000);
  assert.equal(markdown([["p", `a${blanks}b${blanks}\n${blanks}c`]]), `a${blanks}b  \nc\n`);
});
