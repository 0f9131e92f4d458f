// The report on paper, or what an open dialog shows, in the place of the page.
// @ts-check
import { isBegun } from "./paper.js";
import { report } from "./report.js";
import { h } from "./elements.js";
import { pageStyle, together } from "./standalone.js";
import { tried } from "./validate.js";
import { richly } from "./rich.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Block } from "../types" */

// Made by script, as the page's policy allows no other style. Without it there are no page numbers.
/** @type {Map<ChecklistApp, CSSStyleSheet | null>} */
const sheets = new Map();

// Each of several lists has pages of its own kind, with its own running heads.
/** @type {(app: ChecklistApp, title: string) => string} */
function styleOf({ list, scope }, title) {
  const style = pageStyle(title, `${list.title}, ${list.revision}`);
  if (!scope) return style;
  const name = `list-${list.id}`;
  return `${style.replace("@page", `@page ${name}`)}\n#${CSS.escape(list.id)} > .paper { page: ${name} }`;
}

// What an open dialog shows, by the row of its buttons: it is printed in the place of the report.
/** @type {WeakMap<Element, () => Block[]>} */
export const printed = new WeakMap();

// Firefox leaves a heading above a table alone at the end of a page, if nothing with it needs the room of two rows.
function roomBelow() {
  const room = h("div", {});
  room.style.blockSize = "2.5cm";
  room.style.marginBlockEnd = "-2.5cm";
  return room;
}

/** @type {(blocks: Block[]) => HTMLElement[]} */
const parted = (blocks) =>
  together(blocks).flatMap((group) => {
    if (group.every(([kind]) => kind === "h")) return h("section", {}, ...richly(group), roomBelow());
    return group.length > 1 ? h("section", {}, ...richly(group)) : richly(group);
  });

/** @param {ChecklistApp} app */
export function toPaper(app) {
  const { assessment, list } = app;
  const rows = [...app.querySelectorAll(":scope > dialog[open] > .row")];
  const shown = rows.map((each) => printed.get(each)).findLast(Boolean);
  const isFilled = Boolean(shown) || isBegun(app);
  app.classList.toggle("filled", isFilled);
  if (!isFilled) return;
  const blocks = shown ? shown() : report(list, assessment);
  // An open dialog stands behind it.
  app.querySelector(":scope > .paper")?.replaceChildren(...parted(blocks));
  const sheet = sheets.get(app) ?? tried(() => new CSSStyleSheet());
  sheets.set(app, sheet);
  if (!sheet) return;
  // Each begins with its heading.
  sheet.replaceSync(styleOf(app, String(blocks[0][2])));
  document.adoptedStyleSheets = [...new Set([...document.adoptedStyleSheets, sheet])];
}
