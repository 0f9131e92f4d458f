// The dialog of what is still to be asked.
// @ts-check
import { nameOf } from "./assessment.js";
import { dialog, reportView } from "./dialog.js";
import { richly } from "./rich.js";
import { requests } from "./unanswered.js";
/** @import { ChecklistApp } from "./main.js" */

/** @param {ChecklistApp} app */
export default function open(app) {
  const { list, assessment } = app;
  const blocks = () => requests(list, assessment);
  dialog(app, "Open questions", reportView(`${nameOf(assessment)} open questions`, blocks), ...richly(blocks()));
}
