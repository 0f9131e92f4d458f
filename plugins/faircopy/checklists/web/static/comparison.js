// The dialog that compares assessments.
// @ts-check
import { nameOf } from "./assessment.js";
import { changes, compare, inOrder } from "./compare.js";
import { dialog, reportView } from "./dialog.js";
import { button, download, h, row } from "./elements.js";
import { standalone } from "./standalone.js";
import { richly } from "./rich.js";
import { t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment } from "../types" */

/** @param {ChecklistApp} app */
export default function comparison(app) {
  const { list } = app;
  /** @type {Assessment[]} */
  const all = [...app.history.all.values()];
  const chosen = new Set(app.listed());
  const overTime = h("input", { type: "checkbox", onchange: draw });
  const result = h("div");
  // Over time there are two: the one that was changed last is the later.
  function blocks() {
    const some = all.filter((each) => chosen.has(each));
    overTime.disabled = some.length !== 2;
    return overTime.checked && some.length === 2
      ? changes(list, .../** @type {[Assessment, Assessment]} */ (inOrder(some)))
      : compare(list, some);
  }
  function draw() {
    result.replaceChildren(...richly(blocks()));
  }
  const choice = (/** @type {Assessment} */ each) =>
    h(
      "label",
      { className: "tick" },
      h("input", {
        type: "checkbox",
        checked: chosen.has(each),
        onchange: ({ target }) => {
          chosen[/** @type {HTMLInputElement} */ (target).checked ? "add" : "delete"](each);
          draw();
        },
      }),
      nameOf(each),
    );
  const page = button("HTML", () =>
    download("comparison.html", standalone(t("Comparison"), `${list.title}, ${list.revision}`, blocks())),
  );
  draw();
  dialog(
    app,
    "Compare",
    row(all.map(choice)),
    row(
      h("label", { className: "tick" }, overTime, t("Two of one subject over time: what got better, what got worse")),
    ),
    ...reportView("comparison", blocks, undefined, [page]),
    result,
  );
}
