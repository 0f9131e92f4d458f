// Tables of what was found, and lines that are shown when somebody asks for them.
// @ts-check
import { button, h } from "./dom.js";

const ROWS_AT_FIRST = 10;

/** @typedef {HTMLOListElement & { read?: (() => void) | null }} Quotes  lines by number; `read` fetches their texts */

/**
 * A time for a cell, which breaks between date and time only.
 * @param {string} text
 */
export const timeCell = (text) => h("time", {}, ...text.split(" ").flatMap((word) => [h("span", {}, word), " "]));

/**
 * The rows of one thing in a table: its cells, and where there are `lines` a button that shows them below.
 * @param {(Node | string)[]} cells
 * @param {Quotes} [lines]
 * @param {string} [label]  of the button
 * @returns {HTMLTableRowElement[]}
 */
export function row([first, ...rest], lines, label = "") {
  const line = h("tr", {}, h("th", { scope: "row" }, first), ...rest.map((cell) => h("td", {}, cell)));
  if (!lines) return [line];
  const below = h("tr", { hidden: true }, h("td", { colSpan: rest.length + 2 }, lines));
  const show = button(label, () => {
    show.ariaExpanded = String(below.hidden);
    below.hidden = !below.hidden;
    lines.read?.();
  });
  show.ariaExpanded = "false";
  line.append(h("td", {}, show));
  return [line, below];
}

/**
 * Fill the table of a section, which is hidden where there is nothing.
 * @param {HTMLElement} place
 * @param {HTMLTableRowElement[][]} rows
 * @param {string} rest  said of those that are not among the rows
 */
export function fill(place, rows, rest = "") {
  /** @type {<Kind extends HTMLElement>(selector: string) => Kind} */
  const find = (selector) => /** @type {any} */ (place.querySelector(selector));
  const all = place.dataset.all !== undefined;
  const more = find(".more");
  place.hidden = !rows.length;
  find("tbody").replaceChildren(...rows.slice(0, all ? rows.length : ROWS_AT_FIRST).flat());
  more.hidden = all || rows.length <= ROWS_AT_FIRST;
  find(".rest").textContent = rest;
  more.onclick = () => {
    place.dataset.all = "";
    fill(place, rows, rest);
    find(".scroll").focus();
  };
}
