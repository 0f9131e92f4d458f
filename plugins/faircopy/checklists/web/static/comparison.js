// The dialog that compares assessments.
// @ts-check
import { nameOf, read } from "./assessment.js";
import { changes, compare, inOrder } from "./compare.js";
import { dialog, reportView } from "./dialog.js";
import { button, h, row } from "./elements.js";
import { download } from "./files.js";
import { richly } from "./rich.js";
import { standalone } from "./standalone.js";
import { fold, t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment, Block, List } from "../types" */

// Whether these are two assessments of the same subject.
/** @type {(some: Assessment[]) => boolean} */
function isOneSubject(some) {
  const [first, second, ...others] = some.map((each) => fold(read(each, "subject") ?? "").trim());
  return Boolean(first) && first === second && !others.length;
}

/** @type {(label: string, checked: boolean, changed: (checked: boolean) => void) => [HTMLElement, HTMLInputElement]} */
function tick(label, checked, changed) {
  const input = h("input", { type: "checkbox", checked });
  input.onchange = () => changed(input.checked);
  return [h("label", { className: "tick" }, input, label), input];
}

/** @type {(list: List, blocks: () => Block[]) => HTMLButtonElement} */
const pageButton = (list, blocks) =>
  button("HTML", () =>
    download("comparison.html", standalone(t("Comparison"), `${list.title}, ${list.revision}`, blocks())),
  );

/** @param {ChecklistApp} app */
export default function comparison(app) {
  const { list } = app;
  const chosen = new Set(app.listed());
  /** @type {() => Assessment[]} */
  const some = () => [...app.history.all.values()].filter((each) => chosen.has(each));
  let isTurned = false;
  const turn = button("The other way round", () => {
    isTurned = !isTurned;
    draw();
  });
  const label = t("Two of one subject over time: what got better, what got worse");
  const [overTimeView, overTime] = tick(label, isOneSubject(some()), draw);
  const result = h("div");
  // The one that was changed last is taken for the later, until somebody says otherwise.
  function blocks() {
    overTime.disabled = some().length !== 2;
    turn.hidden = overTime.disabled || !overTime.checked;
    const [first, last] = isTurned ? inOrder(some()).reverse() : inOrder(some());
    return turn.hidden ? compare(list, some()) : changes(list, first, last);
  }
  function draw() {
    result.replaceChildren(...richly(blocks()));
  }
  const choices = [...app.history.all.values()].map((each) => {
    const change = (/** @type {boolean} */ isChosen) => {
      chosen[isChosen ? "add" : "delete"](each);
      draw();
    };
    return tick(nameOf(each), chosen.has(each), change)[0];
  });
  draw();
  const files = reportView("comparison", blocks, undefined, [pageButton(list, blocks)]);
  dialog(app, "Compare", row(choices), row(overTimeView, turn), files, result);
}
