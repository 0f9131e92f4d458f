// Elements from the blocks of a report: with addresses that can be clicked, and charts.
// @ts-check
/** @import { Block, Tally } from "../types" */
/** @import { Child } from "./elements.js" */
import { pieces, unbroken } from "./addresses.js";
import { h, kinds, part } from "./elements.js";
import { progressText } from "./list.js";
import { isToFill } from "./standalone.js";
import { t } from "./text.js";

const DATE = /\b(\d{4}-\d\d-\d\d)\b/;
// What is longer than this takes many lines in a column of a phone.
const LONG_CHARS = 30;

// A date is not divided over two lines.
/** @type {(text: string) => Child[]} */
const dated = (text) =>
  unbroken(text)
    .split(DATE)
    .map((piece, i) => (i % 2 ? h("time", {}, piece) : piece));

/**
 * A text whose addresses can be clicked, and are there in full.
 * @type {(text: string) => Child[]}
 */
export const linked = (text) =>
  pieces(text).flatMap((piece, i) =>
    i % 2 ? h("a", { href: piece, rel: "noopener noreferrer nofollow" }, piece) : dated(piece),
  );

// A long title ends where the number of so many characters begins.
/** @type {(svg: SVGElement, characters: number) => void} */
function coverEnd(svg, characters) {
  const cover = /** @type {SVGElement} */ (svg.querySelector("rect")?.cloneNode());
  for (const [name, value] of [
    ["x", `calc(70% - .6 * var(--choice) * ${characters})`],
    ["y", "0"],
    ["width", "100%"],
    ["height", "1.3em"],
    ["fill", "var(--paper)"],
    ["stroke", "none"],
  ])
    cover.style.setProperty(name, value);
  svg.firstElementChild?.after(cover);
}

/** @type {(sums: Tally[]) => SVGElement[]} */
export function chart(sums) {
  const isRated = sums.some(({ risk }) => risk >= 0);
  return sums.map((sum) => {
    const { title, filled, counted, risk, highest, riskLabel, isFlagged } = sum;
    const svg = /** @type {SVGElement} */ (part("chart").firstElementChild);
    const [, bar, ...boxes] = svg.querySelectorAll("rect");
    const words = [title, progressText(sum), isRated ? (riskLabel ?? t("Not rated")) : ""];
    svg.querySelectorAll("text").forEach((text, i) => {
      text.textContent = words[i];
      // The words of risk have a quarter of the screen.
      text.style.fontSize = "min(var(--choice), 3.5vw)";
    });
    coverEnd(svg, words[1].length + 1);
    bar.setAttribute("width", `${counted && (70 * filled) / counted}%`);
    for (const box of boxes.slice(0, Math.max(0, Math.round((risk * boxes.length) / highest))))
      box.classList.add(isFlagged ? "high" : "done");
    // Boxes that say of no section that it is not rated say nothing.
    if (!isRated) for (const box of boxes) box.remove();
    return svg;
  });
}

// One signs by hand.
/** @type {(row: HTMLTableRowElement) => void} */
function giveRoom(row) {
  row.style.blockSize = "1.1cm";
  for (const cell of row.cells) cell.style.inlineSize = `${100 / row.cells.length}%`;
}

// Where there are long texts in it, a table is not pressed into the width of a phone.
/** @type {(head: string[], rows: string[][]) => HTMLElement} */
function tableWithRoom(head, rows) {
  const view = kinds(linked).table(head, rows);
  const isLong = rows.flat().some((text) => text.length > LONG_CHARS);
  view.querySelector("table")?.style.setProperty("min-inline-size", isLong ? "26rem" : "0");
  if (isToFill(rows))
    view.querySelectorAll("tbody tr").forEach((row) => giveRoom(/** @type {HTMLTableRowElement} */ (row)));
  return view;
}

/** @type {Record<string, (...parts: any[]) => HTMLElement>} */
const KINDS = {
  ...kinds(linked),
  table: tableWithRoom,
  chart: (/** @type {Tally[]} */ sums) =>
    h(
      "div",
      { className: "chart", role: "img", ariaLabel: t("Progress and risk of each section, as in the table below") },
      chart(sums),
    ),
};

/** @type {(blocks: Block[]) => HTMLElement[]} */
export const richly = (blocks) => blocks.map(([kind, ...parts]) => KINDS[kind](...parts));
