// The name of whoever answers.
// @ts-check
/** @import { ChecklistApp } from "./main.js" */

/** @type {(app: ChecklistApp, field: HTMLInputElement) => void} */
export function nameField(app, field) {
  field.value = app.settings.who ?? "";
  field.onchange = () => app.keep({ who: (app.history.stamp.who = field.value.trim()) });
}
