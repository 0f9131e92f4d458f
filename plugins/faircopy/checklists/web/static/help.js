// The help.
// @ts-check
import { dialog } from "./dialog.js";
import { part } from "./elements.js";
/** @import { ChecklistApp } from "./main.js" */

/** @param {ChecklistApp} app */
export default function help(app) {
  /** @type {Record<string, any>} */
  const parts = {};
  dialog(app, "Help", part(`${app.scope}help`, parts));
  parts.keys.checked = app.settings.keys !== false;
  parts.keys.onchange = () => app.keep({ keys: parts.keys.checked });
}
