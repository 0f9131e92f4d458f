// Blocks (docs/internals-checklist.md) as Markdown, and rows as CSV.

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
