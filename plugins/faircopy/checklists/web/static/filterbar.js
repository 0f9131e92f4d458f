// Which questions are shown: the fields that say it, the count, and the address that keeps it.
// @ts-check
import { isLink } from "./assessment.js";
import { fetched } from "./dialogs.js";
import { fromAddress, toAddress, wantedBy, withOwnPart } from "./filters.js";
import { n, soughtWords, t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Wanted } from "./filters.js" */
/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** @type {(app: ChecklistApp) => Field[]} */
const fieldsOf = ({ tools }) => [
  tools.search,
  tools.show,
  .../** @type {Field[]} */ ([...tools.filters.querySelectorAll("select, input")]),
];

/** @type {(fields: Field[]) => Wanted} */
const wantedIn = (fields) => Object.fromEntries(fields.map(({ name, value }) => [name, value]));

/**
 * Shows the fields for filters, or takes them away; what they ask for stays.
 * @param {ChecklistApp} app
 * @param {boolean} [wanted]
 */
export async function openFilters(app, wanted = Boolean(app.tools.filters.hidden)) {
  const { filters, filtering } = app.tools;
  app.filterFields ??= await fetched(app, () => import("./filterfields.js"));
  if (!app.filterFields) return;
  if (!filters.firstChild) app.filterFields.fill(app);
  filters.hidden = !wanted;
  filtering.ariaExpanded = String(wanted);
}

// Only a new choice takes a row away, not an answer.
/** @param {ChecklistApp} app */
export function filter(app) {
  app.filterFields?.updateOwners(app);
  const wanted = wantedIn(fieldsOf(app));
  const [last] = wanted.show === "changed" ? app.store.snapshots(app.assessment.id).slice(-1) : [];
  const isWanted = wantedBy(wanted, app.assessment, app.list, last?.name);
  app.keepFocus(() => {
    for (const { box, item } of app.views.values()) box.hidden = !isWanted(item);
    countShown(app);
  });
  const many = fieldsOf(app)
    .slice(2)
    .filter(({ value }) => value).length;
  app.tools.filtering.textContent = t("Filters") + (many ? ` (${many})` : "");
  // What it asks for at first is still to come.
  if ("ready" in app.dataset) keepInAddress(app, wanted);
  const words = soughtWords(wanted.q);
  if (words.length || app.marked) markLater(app, words);
}

// Fetched with the first search.
/** @type {(app: ChecklistApp, words: string[]) => Promise<void>} */
async function markLater(app, words) {
  app.marked = words;
  const marks = await import("./marks.js").catch(() => null);
  // Another search may have begun meanwhile.
  if (app.marked === words)
    marks?.mark(
      app,
      [...app.views.values()].filter(({ box }) => !box.hidden),
      words,
    );
}

// The address of a question stays until something is asked for; that of an assessment that was sent stays in any case.
/** @type {(app: ChecklistApp, wanted: Wanted) => void} */
function keepInAddress({ hash: own, scope }, wanted) {
  const { hash, pathname, search } = location;
  if (isLink(hash)) return;
  const fragment = toAddress(wanted);
  if (!fragment && !toAddress(fromAddress(own))) return;
  const all = withOwnPart(hash, scope, fragment);
  history.replaceState(null, "", pathname + search + (all && `#${all}`));
}

/**
 * Shows what the address asks for, as far as there is such a choice.
 * @param {ChecklistApp} app
 */
export async function showFromAddress(app) {
  const wanted = fromAddress(app.hash);
  const { q = "", show = "", ...others } = wanted;
  if (!Object.keys(wanted).length) return;
  if (Object.keys(others).length) await openFilters(app, true);
  set(app, { q, show, ...others });
}

/**
 * Asks for this and for nothing else.
 * @param {ChecklistApp} app
 * @param {Wanted} [wanted]
 */
export function set(app, wanted = {}) {
  for (const field of fieldsOf(app)) {
    field.value = wanted[field.name] ?? "";
    // A choice that there is not.
    if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = "";
  }
  filter(app);
}

/** @param {ChecklistApp} app */
export function countShown(app) {
  let count = 0;
  const places = new Set();
  for (const { box } of app.views.values()) {
    if (box.hidden) continue;
    count += 1;
    places.add(box.parentElement);
  }
  const every = count === app.views.size;
  // With a section are shown those that it is in, which stand before it.
  const parents = new Set();
  for (let i = app.places.length - 1; i >= 0; i -= 1) {
    const { id, parent } = app.list.sections[i];
    const isShown = every || places.has(app.places[i]) || parents.has(id);
    app.places[i].hidden = !isShown;
    if (isShown) parents.add(parent);
  }
  app.tools.count.textContent = count ? n(count, "%(num)s shown", "%(num)s shown") : t("Nothing matches");
  app.tools.every.hidden = every;
  app.index?.show();
}
