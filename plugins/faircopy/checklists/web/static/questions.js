// The questions of the list and the reader's own, in their sections.
// @ts-check
import { newId } from "./assessment.js";
import { pick } from "./elements.js";
import { QuestionView } from "./item.js";
import { sectionsOf, sumText } from "./list.js";
import { t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Item, Section } from "../types" */

/**
 * The element of a section, whose questions can be answered now.
 * @param {ChecklistApp} app
 * @param {Section} section
 */
export function placeOf(app, { id: section, items }) {
  const place = /** @type {HTMLElement} */ (document.getElementById(app.scope + section));
  const add = /** @type {HTMLElement} */ (place.lastChild);
  add.onclick = () => {
    if (app.many(1)) return;
    const id = `own-${newId()}`;
    app.set(`questions/${id}`, { section, question: t("Your question") });
    pick(app.views.get(id)?.open(true).wording);
  };
  for (const item of items) {
    const box = /** @type {HTMLFieldSetElement} */ (document.getElementById(app.scope + item.id));
    app.views.set(item.id, new QuestionView(app, item, box));
  }
  return place;
}

/** @param {ChecklistApp} app */
export function drawQuestions(app) {
  /** @type {Map<string, Item>} */
  const current = new Map();
  sectionsOf(app.list, app.assessment).forEach((/** @type {Section} */ { items }, /** @type {number} */ i) => {
    const place = app.places[i];
    const tally = /** @type {HTMLElement} */ (place.querySelector(".tally"));
    const text = sumText(app.sums[i]);
    if (tally.textContent !== text) tally.textContent = text;
    const add = /** @type {HTMLElement} */ (place.lastChild);
    add.hidden = app.locked;
    for (const item of items) {
      current.set(item.id, item);
      if (app.views.has(item.id)) continue;
      const view = new QuestionView(app, item);
      app.views.set(item.id, view);
      add.before(view.box);
    }
  });
  for (const [id, view] of app.views) {
    const { box } = view;
    const item = current.get(id);
    if (item) {
      view.update(item);
      continue;
    }
    const next = /** @type {HTMLElement} */ (box.previousElementSibling ?? box);
    if (app.here === id) app.here = next.dataset.item;
    box.remove();
    app.views.delete(id);
  }
}
