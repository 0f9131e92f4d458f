// Blocks (docs/internals-checklist.md) as Markdown, and rows as CSV.
import { pieces } from "./addresses.js";
import { calm } from "./text.js";

// What all parsers of Markdown read alike: of some signs they do not take the backslash.
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "=": "&#61;", ":": "&#58;" };
const entity = (sign) => ENTITIES[sign];

// Only what begins a line is a mark there.
const atStart = (text) => text.replace(/^[=~:]/gm, entity).replace(/^[+-]/gm, "\\$&").replace(/^(\d+)([.)])/gm, "$1\\$2");
const plain = (text) => text.replace(/[\\`*_[\]{}#]/g, "\\$&").replace(/[&<>|~]/g, entity);

// An address stands between brackets, in which nothing is a mark. A line has no blanks at its ends: they would make code.
function escaped(text) {
  const trimmed = calm(text).replace(/^\s+|[^\S\n]+$/gm, "").trimEnd();
  return atStart(pieces(trimmed).map((piece, i) => (i % 2 ? `<${piece}>` : plain(piece))).join(""));
}
const lines = (text) => escaped(text).replace(/\n/g, "  \n  ");
const line = (text) => escaped(text.replace(/\s+/g, " "));
const cells = (row) => `| ${row.join(" | ")} |`;

const KINDS = {
  h: (level, text) => `${"#".repeat(level - 1)} ${line(text)}`,
  p: (text) => escaped(text).replace(/\n/g, "  \n"),
  list: (texts) => texts.map((text) => `- ${lines(text)}`).join("\n"),
  pairs: (pairs) => pairs.map(([term, text]) => `- **${line(term)}:** ${lines(text)}`).join("\n"),
  table: (head, rows) => [cells(head.map(line)), cells(head.map(() => "---")), ...rows.map((row) => cells(row.map(line)))].join("\n"),
  // The table beside it has its numbers.
  chart: () => "",
};

export const markdown = (blocks) => `${blocks.map(([kind, ...parts]) => KINDS[kind](...parts)).filter(Boolean).join("\n\n")}\n`;

const ROWS = {
  h: (_, text) => [[text]], p: (text) => [[text]], list: (texts) => texts.map((text) => [text]),
  pairs: (pairs) => pairs, table: (head, rows) => [head, ...rows], chart: () => [],
};

export const rowsOf = (blocks) => blocks.flatMap(([kind, ...parts]) => ROWS[kind](...parts));

// Spreadsheets also take these for formulas in full width, and after white space.
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r]/;

const cell = (text) => `"${text.replace(FORMULA, "'$&").replaceAll('"', '""')}"`;
export const csv = (rows) => `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
