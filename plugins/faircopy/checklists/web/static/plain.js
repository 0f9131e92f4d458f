// Markdown as plain text: what the author wrote between the questions, in a report.
// @ts-check

// What a line begins with, and what has no words.
const MARK = /^ *(?:#{1,6} |> ?)+/;
const EMPTY = /^ *(?:\x60{3,}.*|~{3,}.*|[|: -]*-[|: -]*)$/;

/** @type {(line: string) => string} */
const cells = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim())
    .join(" · ");

/** @type {(line: string) => string} */
const plainLine = (line) =>
  (/^ *\|/.test(line) ? cells(line) : line.replace(MARK, ""))
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\[([^\]]+)\]\((https?:[^\s)]+)[^)]*\)/g, "$1 ($2)")
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/<(https?:[^>\s]+)>/g, "$1")
    .replace(/(\*\*|\*|\x60+)(?=\S)(.+?)\1/g, "$2")
    .replace(/\\([!-/:-@[-\x60{-~])/g, "$1");

/** @type {(markdown: string) => string} */
export const plainOf = (markdown) =>
  markdown
    .split("\n")
    .filter((line) => !EMPTY.test(line))
    .map(plainLine)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
