// The dialog of the report.
// @ts-check
import { nameOf, read } from "./assessment.js";
import { dialog, reportView } from "./dialog.js";
import { button, download, h, part } from "./elements.js";
import { report, rows, subjectOf } from "./report.js";
import { standalone } from "./standalone.js";
import { backupText } from "./transfer.js";
import { richly } from "./rich.js";
/** @import { ChecklistApp } from "./main.js" */

/** @param {ChecklistApp} app */
export default function handover(app) {
  const { list } = app;
  const blocks = () => report(list, app.assessment);
  /** @type {(end: string, text: () => string) => HTMLButtonElement} */
  const file = (end, text) => button(end.toUpperCase(), () => download(`${nameOf(app.assessment)}.${end}`, text()));
  const page = () => standalone(subjectOf(app.assessment), `${list.title}, ${list.revision}`, blocks());
  /** @type {Record<string, any>} */
  const parts = {};
  const cover = h("details", { hidden: app.locked }, part("cover", parts));
  const text = h("div", { className: "report" });
  const draw = () => text.replaceChildren(...richly(blocks()));
  for (const key of ["subject", "assessor", "scope"]) {
    parts[key].value = read(app.assessment, key) ?? "";
    parts[key].onchange = () => (app.set(key, parts[key].value || null), draw());
  }
  parts.who.value = app.settings.who ?? "";
  parts.who.onchange = () => app.keep({ who: (app.history.stamp.who = parts.who.value.trim()) });
  draw();
  dialog(
    app,
    "Report",
    ...reportView(nameOf(app.assessment), blocks, () => rows(list, app.assessment), [
      button("Print", () => print()),
      file("html", page),
      file("json", () => backupText(list, [app.assessment])),
    ]),
    cover,
    text,
  );
}
