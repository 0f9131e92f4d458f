// The dialog of the report.
// @ts-check
import { nameOf, read } from "./assessment.js";
import { dialog, reportView } from "./dialog.js";
import { button, h, part } from "./elements.js";
import { download } from "./files.js";
import { nameField } from "./person.js";
import { report, subjectOf } from "./report.js";
import { rows } from "./rows.js";
import { standalone } from "./standalone.js";
import { backupText } from "./transfer.js";
import { richly } from "./rich.js";
import { t } from "./text.js";
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
  // A report that nobody has signed for is not done.
  const open = !read(app.assessment, "assessor");
  const cover = h("details", { hidden: app.locked, open }, part("cover", parts));
  const text = h("div", { className: "report" });
  const draw = () => text.replaceChildren(...richly(blocks()));
  for (const key of ["subject", "assessor", "scope"]) {
    parts[key].value = read(app.assessment, key) ?? "";
    parts[key].onchange = () => (app.set(key, parts[key].value || null), draw());
  }
  nameField(app, parts.who);
  draw();
  dialog(
    app,
    "Report",
    reportView(nameOf(app.assessment), blocks, () => rows(list, app.assessment), [
      file("html", page),
      file("json", () => backupText(list, [app.assessment])),
    ]),
    h("p", {}, t("HTML is one page that opens in any browser, and in Word. JSON brings the answers back.")),
    cover,
    text,
  );
}
