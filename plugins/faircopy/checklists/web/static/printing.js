// The report on paper, in the place of the page.
// @ts-check
import {} from "./elements.js";
import { report, subjectOf } from "./report.js";
import { pageStyle } from "./standalone.js";
import { tried } from "./validate.js";
import { richly } from "./rich.js";
/** @import { ChecklistApp } from "./main.js" */

// Made by script, as the page's policy allows no other style. Without it there are no page numbers.
/** @type {CSSStyleSheet | null} */
const sheet = tried(() => new CSSStyleSheet());

/** @param {ChecklistApp} app */
export function toPaper(app) {
  const { assessment, list } = app;
  // An open dialog stands behind it.
  app.querySelector(":scope > .paper")?.replaceChildren(...richly(/** @type {any[]} */ (report(list, assessment))));
  if (!sheet) return;
  sheet.replaceSync(pageStyle(subjectOf(assessment), `${list.title}, ${list.revision}`));
  document.adoptedStyleSheets = [...new Set([...document.adoptedStyleSheets, sheet])];
}
