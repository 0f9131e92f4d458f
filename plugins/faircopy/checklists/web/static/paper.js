// What is printed of an assessment: its report, in the place of the form.
// @ts-check
import { presetsOf, same } from "./assessment.js";
import { rendered } from "./elements.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Entry } from "../types" */

/** @param {ChecklistApp} app */
function isBegun({ assessment, list }) {
  const presets = presetsOf(list);
  /** @type {(entry: [string, Entry]) => boolean} */
  const isOwn = ([key, { value }]) => key !== "name" && !same(value, presets[key]);
  return Object.entries(assessment?.entries ?? {}).some(isOwn);
}

/**
 * Fetches what a report needs: a page has no time for it when it is printed.
 * @param {ChecklistApp} app
 */
export async function makePrintable(app) {
  if (isBegun(app)) app.report ??= (await import("./report.js").catch(() => null))?.report;
  app.classList.toggle("filled", Boolean(app.report && isBegun(app)));
}

/** @param {ChecklistApp} app */
export function fillPaper({ assessment, lastElementChild, list, report }) {
  if (report) lastElementChild?.replaceChildren(...rendered(report(list, assessment)));
}
