// What is handed over, as blocks (docs/internals-checklist.md) that become a page, Markdown or CSV.
import { answerOf, nameOf } from "./assessment.js";
import { itemsOf, progressText, retiredOf, riskText, sectionsOf, sumText, tallies } from "./list.js";
import { DISPOSITIONS } from "./vocabulary.js";

const joined = (...texts) => texts.filter(Boolean).join(", ");
const evidenceText = ({ label, link, date, who }) => joined(label, link, date, who && `from ${who}`);
export const fromText = (words, { kind, question, answer }) =>
  `${DISPOSITIONS[kind]} from “${question}”${answer ? `, answered “${words.answer[answer]}”` : ""}`;
const answerText = (words, value) =>
  joined(words.answer[value?.answer] ?? "Not answered", value?.risk && `risk ${words.risk[value.risk].toLowerCase()}`);
const allOf = (words, value) => partsOf(words, words.withoutStrayReason(value));

const partsOf = (words, { answer, reason, confidence, risk, impact, note, evidence = [], action: { what, owner, due } = {}, was, from = [] }) => [
  ["Answer", words.answer[answer]], ["Reason", reason], ["Confidence", words.confidence[confidence]], ["Risk", words.risk[risk]],
  ["Impact on the deal", words.impact[impact]], ["Note", note],
  ["Evidence", evidence.map(evidenceText).filter(Boolean).join("\n")], ["Action", what], ["Owner", owner], ["Due", due], ["Answered as", was], ["Origin", from.map((origin) => fromText(words, origin)).join("\n")],
];

export const details = (words, value) => allOf(words, value).filter(([, text]) => text);

// What a search looks through: what can be read on the page.
export const textOf = (words, { question, why, red_flag, evidence }, value) =>
  [question, why, red_flag, evidence, ...details(words, value).map(([, text]) => text)].join("\n").toLowerCase();

export function rows(list, assessment) {
  const gone = { title: "No longer on the list", items: retiredOf(list, assessment) };
  const lines = [...sectionsOf(list, assessment), gone].flatMap(({ title, items }) =>
    items.map(({ id, question }) => [title, id, question, ...allOf(list.words, answerOf(assessment, id) ?? {}).map(([, text]) => text ?? "")]));
  return [["Section", "Id", "Question", ...allOf(list.words, {}).map(([term]) => term)], ...lines];
}

export const numbers = (list, assessment) =>
  ["table", ["Section", "Answered", "Risk", "Red flags"], tallies(list, assessment).map((tally) => [tally.title, progressText(tally), riskText(tally), String(tally.flags)])];

const titled = (title, some, ...blocks) => (some.length ? [["h", 3, title], ...blocks] : []);

export function report(list, assessment) {
  const valueOf = ({ id }) => answerOf(assessment, id);
  const full = (items, fate) => items.flatMap((item) => [["h", 4, item.question], ...fate(item), ["pairs", details(list.words, valueOf(item))]]);
  const actions = itemsOf(list, assessment).filter((item) => valueOf(item)?.action);
  const gone = retiredOf(list, assessment);
  return [
    ["h", 2, nameOf(assessment)],
    ["p", `${list.title}, revision ${list.revision}. ${list.url}`],
    numbers(list, assessment),
    ...flags("Red flags", list, assessment),
    ...titled("Actions", actions, ["table", ["Action", "Owner", "Due", "Question"], actions.map((item) => [...["what", "owner", "due"].map((name) => valueOf(item).action[name] ?? ""), item.question])]),
    ...sectionsOf(list, assessment).flatMap(({ title, items }) => {
      const open = items.filter((item) => !valueOf(item));
      return titled(title, items, ...full(items.filter(valueOf), () => []), ...(open.length ? [["p", "Not answered:"], ["list", open.map(({ question }) => question)]] : []));
    }),
    ...titled("No longer on the list", gone, ...full(gone, ({ kind, date }) => (kind ? [["p", `${DISPOSITIONS[kind]} in the revision of ${date}.`]] : []))),
  ];
}

function flags(title, list, assessment) {
  const items = itemsOf(list, assessment).filter(({ id }) => list.words.isFlag(answerOf(assessment, id)));
  return titled(title, items, ["list", items.map(({ id, question }) => `${question} ${answerText(list.words, answerOf(assessment, id))}`)]);
}

// For the company: nothing that the assessor thinks may be in it.
export function requests(list, assessment) {
  const { isDone, request, takesReason } = list.words;
  const behind = (value) => (request(value) ? ` (${request(value)})` : "");
  const line = ({ id, question, evidence }) =>
    `${question}${behind(answerOf(assessment, id))}${evidence ? ` What would help: ${evidence}` : ""}`;
  const isOpen = ({ id }) => !isDone(answerOf(assessment, id)) && !takesReason(answerOf(assessment, id));
  return [["h", 2, "Open questions"], ...sectionsOf(list, assessment).flatMap(({ title, items }) => {
    const open = items.filter(isOpen);
    return titled(title, open, ["list", open.map(line)]);
  })];
}

export function compare(list, assessments) {
  const names = assessments.map(nameOf);
  const sections = assessments.map((each) => tallies(list, each).map((tally) => [tally.title, sumText(tally)]));
  const items = new Map(assessments.flatMap((each) => itemsOf(list, each)).map((item) => [item.id, item]));
  const lines = [...items.values()].map(({ id, question }) => [question, ...assessments.map((each) => answerText(list.words, answerOf(each, id)))]);
  const differing = lines.filter(([, first, ...rest]) => rest.some((text) => text !== first));
  return [
    ["h", 2, "Comparison"],
    ["table", ["Section", ...names], (sections[0] ?? []).map(([title], i) => [title, ...sections.map((each) => each[i][1])])],
    ...titled("Where they differ", differing, ["table", ["Question", ...names], differing]),
    ...assessments.flatMap((each) => flags(`Red flags: ${nameOf(each)}`, list, each)),
  ];
}

const escaped = (text) => text.replace(/[\\`*_[\]<>&|~#]/g, "\\$&").replace(/^(\s*)([+=-])/gm, "$1\\$2").replace(/^(\s*\d+)([.)])/gm, "$1\\$2");
const lines = (text) => escaped(text).replace(/\r?\n/g, "\\\n  ");
const line = (text) => escaped(text).replace(/\s+/g, " ");
const cells = (row) => `| ${row.join(" | ")} |`;

const KINDS = {
  h: (level, text) => `${"#".repeat(level - 1)} ${line(text)}`,
  p: lines,
  list: (texts) => texts.map((text) => `- ${lines(text)}`).join("\n"),
  pairs: (pairs) => pairs.map(([term, text]) => `- **${term}:** ${lines(text)}`).join("\n"),
  table: (head, rows) => [cells(head.map(line)), cells(head.map(() => "---")), ...rows.map((row) => cells(row.map(line)))].join("\n"),
};

export const markdown = (blocks) => `${blocks.map(([kind, ...parts]) => KINDS[kind](...parts)).join("\n\n")}\n`;
export const rowsOf = (blocks) => blocks.flatMap(([kind, ...parts]) => (kind === "table" ? [parts[0], ...parts[1]] : [parts.at(-1)].flat().map((text) => [text])));

// Spreadsheets also take these for formulas in full width, and after white space.
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r]/;

const cell = (text) => `"${text.replace(FORMULA, "'$&").replaceAll('"', '""')}"`;
export const csv = (rows) => `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
