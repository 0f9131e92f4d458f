// The report on paper, in the place of the page.
// @ts-check
import {} from "./elements.js";
import { report, subjectOf } from "./report.js";
import { pageStyle } from "./standalone.js";
import { tried } from "./validate.js";
import { richly } from "./rich.js";
/** @import { ChecklistApp } from "./main.js" */

// Made by script, as the page's policy allows no other style. Without it there are no page numbers.
/** @type {Map<ChecklistApp, CSSStyleSheet | null>} */
const sheets = new Map();

// Each of several lists has pages of its own kind, with its own running heads.
/** @type {(app: ChecklistApp) => string} */
function styleOf({ assessment, list, scope }) {
  const style = pageStyle(subjectOf(assessment), `${list.title}, ${list.revision}`);
  if (!scope) return style;
  const name = `list-${list.id}`;
  return `${style.replace("@page", `@page ${name}`)}\n#${CSS.escape(list.id)} > .paper { page: ${name} }`;
}

/** @param {ChecklistApp} app */
export function toPaper(app) {
  const { assessment, list } = app;
  // An open dialog stands behind it.
  app.querySelector(":scope > .paper")?.replaceChildren(...richly(/** @type {any[]} */ (report(list, assessment))));
  const sheet = sheets.get(app) ?? tried(() => new CSSStyleSheet());
  sheets.set(app, sheet);
  if (!sheet) return;
  sheet.replaceSync(styleOf(app));
  document.adoptedStyleSheets = [...new Set([...document.adoptedStyleSheets, sheet])];
}
