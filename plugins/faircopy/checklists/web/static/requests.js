// The dialog of what is still to be asked.
// @ts-check
import { dialog, reportView } from "./dialog.js";
import { requests } from "./report.js";
import { richly } from "./rich.js";
/** @import { ChecklistApp } from "./main.js" */

/** @param {ChecklistApp} app */
export default function open(app) {
  const { list, assessment } = app;
  const blocks = () => requests(list, assessment);
  dialog(app, "Open questions", ...reportView("open questions", blocks), ...richly(blocks()));
}
