// A report as a page that stands alone: no script, no request, opens anywhere, with page numbers on paper.
// @ts-check
import { pieces, unbroken } from "./addresses.js";
import { calm, language, oneLine, t } from "./text.js";
/** @import { Block, Tally } from "../types" */

/** @type {Record<string, string>} */
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (/** @type {string} */ text) => calm(String(text)).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
const link = (/** @type {string} */ address) =>
  `<a href="${escaped(address)}" rel="noopener noreferrer nofollow">${escaped(address)}</a>`;
// A date is not divided over two lines.
const dated = (/** @type {string} */ text) => text.replace(/\b\d{4}-\d\d-\d\d\b/g, "<time>$&</time>");
const inline = (/** @type {string} */ text) =>
  pieces(text)
    .map((piece, i) => (i % 2 ? link(piece) : dated(escaped(unbroken(piece)))))
    .join("");

// A text in a style sheet: all that is no letter, number or blank as its number.
const quoted = (/** @type {string} */ text) =>
  `"${oneLine(text).replace(/[^\p{L}\p{N} ]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`;

// Headings with the pairs that they head, which Firefox would part at the end of a page; all else by itself.
/** @type {(blocks: Block[]) => Block[][]} */
export const together = (blocks) =>
  blocks.reduce((groups, block) => {
    const last = groups.at(-1);
    if (last?.every(([kind]) => kind === "h") && ["h", "pairs"].includes(block[0])) last.push(block);
    else groups.push([block]);
    return groups;
  }, /** @type {Block[][]} */ ([]));

// Firefox leaves a heading above a table alone, too, if nothing in the heading needs the room of two rows.
const ROOM_BELOW = '::after { content: ""; display: block; height: 2.5cm; margin-bottom: -2.5cm }';

// A table whose cells are written by hand, as signatures are.
/** @type {(rows: string[][]) => boolean} */
export const isToFill = (rows) => rows.flatMap(([, ...cells]) => cells).every((text) => !text);

// What stands on each page of paper, around the text.
const box = (/** @type {string} */ place, /** @type {string} */ content) =>
  `@${place} { content: ${content}; font: 8pt sans-serif }`;

/** @type {(left: string, right: string) => string} */
export const pageStyle = (left, right) =>
  [
    "@page { margin: 20mm 18mm 18mm;",
    box("top-left", quoted(left)),
    box("top-right", quoted(right)),
    box("bottom-right", 'counter(page) " / " counter(pages)'),
    "}",
  ].join("\n");

const STYLE = [
  ':root { color-scheme: light dark; font: 1rem/1.5 Charter, "Bitstream Charter", Cambria, serif; }',
  "body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }",
  "h1, h2, h3 { line-height: 1.25; break-after: avoid; }",
  "h2 { margin-top: 2.5rem; padding-bottom: .25rem; border-bottom: 1px solid; }",
  "h3 { margin: 1.5rem 0 .25rem; }",
  "p { margin: .5rem 0; white-space: pre-wrap; }",
  "dl { display: grid; grid-template-columns: minmax(min-content, 1fr) 4fr; gap: .1rem 1rem; margin: .25rem 0; }",
  "dt { font-style: italic; overflow-wrap: break-word; }",
  "dd { margin: 0; white-space: pre-wrap; }",
  "div { overflow-x: auto; overflow-wrap: break-word; }",
  "table { border-collapse: collapse; width: 100%; font: .875rem/1.4 system-ui, sans-serif; }",
  "th, td { padding: .3rem .6rem .3rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid #8888; }",
  "tbody th { font-weight: normal; }",
  ".sign { table-layout: fixed; }",
  ".sign td { height: 1.1cm; }",
  "svg { display: block; width: 100%; height: .7rem; margin: .15rem 0 .6rem; overflow: visible; }",
  "time { white-space: nowrap; }",
  "tbody tr:last-child { break-before: avoid; }",
  "rect { fill: none; stroke: #888; }",
  "rect + rect { fill: #36c; stroke: #36c; }",
  "figure { margin: 1rem 0; font: .875rem/1.4 system-ui, sans-serif; }",
  "@media print {",
  ":root { font-size: 10pt; color-scheme: light; }",
  "body { max-width: none; margin: 0; padding: 0; }",
  "dl, tr, section, h2, h3 { break-inside: avoid; }",
  `:is(h2, h3)${ROOM_BELOW}`,
  "h2 + dl { break-after: avoid; }",
  "a { color: inherit; }",
  "}",
].join("\n");

const headRow = (/** @type {string[]} */ texts) =>
  `<tr>${texts.map((text) => `<th scope="col">${inline(text)}</th>`).join("")}</tr>`;
const bodyRow = (/** @type {string[]} */ [first, ...rest]) =>
  `<tr><th scope="row">${inline(first)}</th>${rest.map((text) => `<td>${inline(text)}</td>`).join("")}</tr>`;

// Lengths, not colours, carry the numbers, which the table beside it has as well.
/** @param {Tally} sum */
function bar({ title, filled, counted }) {
  const width = counted ? Math.round((1000 * filled) / counted) / 10 : 0;
  const full = '<rect width="100%" height="100%"/>';
  return `${escaped(title)}<svg aria-hidden="true">${full}<rect width="${width}%" height="100%"/></svg>`;
}

/** @type {Record<string, (...parts: any[]) => string>} */
const KINDS = {
  h: (level, text) => `<h${level - 1}>${inline(text)}</h${level - 1}>`,
  p: (text) => `<p>${inline(text)}</p>`,
  list: (/** @type {string[]} */ texts) => `<ul>${texts.map((text) => `<li>${inline(text)}</li>`).join("")}</ul>`,
  pairs: (/** @type {[string, string][]} */ pairs) =>
    `<dl>${pairs.map(([term, text]) => `<dt>${escaped(term)}</dt><dd>${inline(text)}</dd>`).join("")}</dl>`,
  table: (/** @type {string[]} */ head, /** @type {string[][]} */ rows) =>
    [
      `<div><table${isToFill(rows) ? ' class="sign"' : ""}><thead>${headRow(head)}</thead>`,
      `<tbody>${rows.map(bodyRow).join("")}</tbody></table></div>`,
    ].join(""),
  chart: (/** @type {Tally[]} */ sums) => {
    const label = escaped(t("Progress of each section, as in the table below"));
    return `<figure role="img" aria-label="${label}">${sums.map(bar).join("")}</figure>`;
  },
};

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** @type {(title: string, right: string, blocks: Block[]) => string} */
export function standalone(title, right, blocks) {
  const made = (/** @type {Block[]} */ group) => group.map(([kind, ...parts]) => KINDS[kind](...parts)).join("\n");
  const body = together(blocks)
    .map((group) => (group.length > 1 ? `<section>\n${made(group)}\n</section>` : made(group)))
    .join("\n");
  return [
    "<!doctype html>",
    `<html lang="${escaped(language())}">`,
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(oneLine(title))}</title>`,
    "<style>",
    pageStyle(title, right),
    STYLE,
    "</style>",
    "</head>",
    "<body>",
    body,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}
