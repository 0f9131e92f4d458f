// Blocks (docs/internals-checklist.md) as Markdown, and rows as CSV.
// @ts-check
import { pieces } from "./addresses.js";
import { calm } from "./text.js";
/** @import { Block } from "../types" */

// What all parsers of Markdown read alike: of some signs they do not take the backslash.
/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "=": "&#61;", ":": "&#58;" };
const entity = (/** @type {string} */ sign) => ENTITIES[sign];

// Only what begins a line is a mark there.
/** @type {(text: string) => string} */
const atStart = (text) =>
  text
    .replace(/^[=~:]/gm, entity)
    .replace(/^[+-]/gm, "\\$&")
    .replace(/^(\d+)([.)])/gm, "$1\\$2");
/** @type {(text: string) => string} */
const plain = (text) => text.replace(/[\\`*_[\]{}#]/g, "\\$&").replace(/[&<>|~]/g, entity);

// An address stands between brackets, in which nothing is a mark. A line has no blanks at its ends, which make code.
/** @type {(text: string) => string} */
function escaped(text) {
  const trimmed = calm(text)
    .replace(/^\s+|(?<![^\S\n])[^\S\n]+$/gm, "")
    .trimEnd();
  return atStart(
    pieces(trimmed)
      .map((piece, i) => (i % 2 ? `<${piece}>` : plain(piece)))
      .join(""),
  );
}
const lines = (/** @type {string} */ text) => escaped(text).replace(/\n/g, "  \n  ");
const line = (/** @type {string} */ text) => escaped(text.replace(/\s+/g, " "));
const cells = (/** @type {string[]} */ row) => `| ${row.join(" | ")} |`;

/** @type {Record<string, (...parts: any[]) => string>} */
const KINDS = {
  h: (level, text) => `${"#".repeat(level - 1)} ${line(text)}`,
  p: (text) => escaped(text).replace(/\n/g, "  \n"),
  list: (/** @type {string[]} */ texts) => texts.map((text) => `- ${lines(text)}`).join("\n"),
  pairs: (/** @type {[string, string][]} */ pairs) =>
    pairs.map(([term, text]) => `- **${line(term)}:** ${lines(text)}`).join("\n"),
  table: (/** @type {string[]} */ head, /** @type {string[][]} */ rows) =>
    [cells(head.map(line)), cells(head.map(() => "---")), ...rows.map((row) => cells(row.map(line)))].join("\n"),
  // The table beside it has its numbers.
  chart: () => "",
};

/** @type {(blocks: Block[]) => string} */
export const markdown = (blocks) => {
  const written = blocks.map(([kind, ...parts]) => KINDS[kind](...parts));
  return `${written.filter(Boolean).join("\n\n")}\n`;
};

/** @type {Record<string, (...parts: any[]) => string[][]>} */
const ROWS = {
  h: (_, text) => [[text]],
  p: (text) => [[text]],
  list: (/** @type {string[]} */ texts) => texts.map((text) => [text]),
  pairs: (pairs) => pairs,
  table: (head, rows) => [head, ...rows],
  chart: () => [],
};

/** @type {(blocks: Block[]) => string[][]} */
export const rowsOf = (blocks) => blocks.flatMap(([kind, ...parts]) => ROWS[kind](...parts));

// Spreadsheets also take these for formulas in full width, and after white space.
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r]/;

const cell = (/** @type {string} */ text) => `"${text.replace(FORMULA, "'$&").replaceAll('"', '""')}"`;
export const csv = (/** @type {string[][]} */ rows) =>
  `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
