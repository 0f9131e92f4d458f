// The fields for filters, which are fetched when they are opened.
// @ts-check
import { h, part } from "./elements.js";
import { filter } from "./filterbar.js";
import { ownersOf } from "./owners.js";
/** @import { ChecklistApp } from "./main.js" */

const VOCABULARIES = /** @type {const} */ (["answer", "confidence", "risk"]);

/** @type {(label: string, value: string) => HTMLOptionElement} */
const option = (label, value) => h("option", { value }, label);

/** @param {ChecklistApp} app */
export function fill(app) {
  const { filters } = app.tools;
  filters.append(part("filters"));
  for (const name of VOCABULARIES) {
    const words = Object.entries(app.list.words[name]);
    const field = /** @type {HTMLSelectElement} */ (filters.querySelector(`[name=${name}]`));
    const label = /** @type {HTMLElement} */ (field.parentElement);
    field.append(...words.map(([value, label]) => option(label, value)));
    label.hidden = !words.length;
    if (label.firstChild) label.firstChild.textContent = app.list.words.titles[name] ?? label.firstChild.textContent;
  }
  filters.onchange = () => filter(app);
  updateOwners(app);
}

// The owners of the assessment that is open; one that is asked for stays.
/** @param {ChecklistApp} app */
export function updateOwners({ tools, assessment }) {
  const field = /** @type {HTMLSelectElement | null} */ (tools.filters.querySelector("[name=owner]"));
  if (!field || field === document.activeElement) return;
  const [anyone] = field.options;
  const wanted = field.selectedOptions[0] ?? anyone;
  const owners = ownersOf(assessment).map(([key, name]) => option(name, key));
  const isGone = owners.every(({ value }) => value !== wanted.value);
  field.replaceChildren(...new Set([anyone, ...(isGone ? [wanted] : []), ...owners]));
  field.value = wanted.value;
}
