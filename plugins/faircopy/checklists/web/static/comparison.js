// The dialog that compares assessments.
import { nameOf } from "./assessment.js";
import { dialog, reportView } from "./dialog.js";
import { h, row } from "./elements.js";
import { compare } from "./report.js";

export default function comparison(app) {
  const all = [...app.history.all.values()];
  const chosen = new Set(app.listed());
  const result = h("div");
  const draw = () => result.replaceChildren(...reportView("comparison", compare(app.list, all.filter((each) => chosen.has(each)))));
  const choice = (each) => h("label", { className: "tick" }, h("input", { type: "checkbox", checked: chosen.has(each), onchange: ({ target }) => {
    chosen[target.checked ? "add" : "delete"](each);
    draw();
  } }), nameOf(each));
  draw();
  dialog("Compare", row(all.map(choice)), result);
}
