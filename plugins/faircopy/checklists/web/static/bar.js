// The bar and the tools above a list: what they do, and what they show of an assessment.
// @ts-check
import { nameOf } from "./assessment.js";
import { DIALOGS, fetched } from "./dialogs.js";
import { button, h, part } from "./elements.js";
import { filter, openFilters, set } from "./filterbar.js";
import { sumText } from "./list.js";
import { go } from "./navigation.js";
import { t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment, Tally } from "../types" */

/** @param {ChecklistApp} app */
export function buildBar(app) {
  const { tools } = app;
  app.firstElementChild?.append(part("tools", tools));
  tools.openers.append(...Object.entries(DIALOGS).map(([label, open]) => button(label, () => open(app))));
  tools.choose.onchange = () => app.select(tools.choose.value);
  for (const way of /** @type {const} */ (["undo", "redo"])) {
    tools[way].onclick = () => tools[way].ariaDisabled === "true" || app.back(way);
  }
  tools.next.onclick = () => go(app, 1, true);
  tools.search.oninput = tools.show.onchange = () => filter(app);
  tools.filtering.onclick = () => openFilters(app);
  tools.more.ontoggle = () => app.draw();
  // It is gone then.
  tools.every.onclick = () => (set(app), tools.filtering.focus());
  if (!app.store.revised) return;
  app.notice("revised", part("revised"), [["Show what changed", () => set(app, { show: "changed" })]]);
}

/** @param {ChecklistApp} app */
export function drawBar(app) {
  const { assessment, history, sums, tools } = app;
  const all = [...new Set([...app.listed(), assessment])];
  /** @type {(each: Assessment) => string} */
  const label = (each) => nameOf(each) + (each === app.shared ? ` · ${t("Read only.")}` : "");
  tools.choose.replaceChildren(...all.map((each) => h("option", { value: each.id }, label(each))));
  tools.choose.value = assessment.id;
  // There is no room for a long name.
  tools.choose.title = nameOf(assessment);
  // Still there for whoever has come to them by keyboard.
  tools.undo.ariaDisabled = String(app.locked || !history.done.length);
  tools.redo.ariaDisabled = String(app.locked || !history.undone.length);
  tools.numbers.textContent = sumText(/** @type {Tally} */ (sums.at(-1)));
  if (tools.more.open) {
    fetched(app, () => import("./overview.js")).then((found) => found?.drawOverview(app));
  }
  app.index?.draw(sums);
}
