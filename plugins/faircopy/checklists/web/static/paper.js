// What is printed of an assessment: its report, in the place of the form.
// @ts-check
import { presetsOf, same } from "./assessment.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Entry } from "../types" */

/** @param {ChecklistApp} app */
export function isBegun({ assessment, list }) {
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
  if (isBegun(app)) app.toPaper ??= (await import("./printing.js").catch(() => null))?.toPaper;
}
