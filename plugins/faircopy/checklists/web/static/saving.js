// What the storage, and what other tabs store in it, mean for the page.
// @ts-check
import { nameOf } from "./assessment.js";
import { part } from "./elements.js";
import { merge } from "./merge.js";
import { quoted, t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */

/**
 * Tells what is wrong with the storage, if anything is, and returns it.
 * @param {ChecklistApp} app
 */
export function sayTrouble(app) {
  const { trouble } = app.store;
  if (trouble !== app.troubled) app.notice("trouble", trouble && part(trouble), app.backup, true);
  app.troubled = trouble;
  const apps = /** @type {NodeListOf<ChecklistApp>} */ (document.querySelectorAll("checklist-app"));
  const troubled = [...apps].filter((each) => each.troubled);
  /** @param {BeforeUnloadEvent} event */
  const ask = (event) => {
    for (const { store } of troubled) {
      store.flush();
      if (store.unsaved) event.preventDefault();
    }
  };
  // Asks before it is left; nothing does where all is stored.
  window.onbeforeunload = troubled.length ? ask : null;
  return trouble;
}

/**
 * @param {ChecklistApp} app
 * @param {{ key: string | null, newValue?: string | null }} event  what another tab has stored
 */
export function followTab(app, event) {
  const { id, assessment } = app.store.fromOtherTab(event) ?? {};
  const { all } = app.history;
  sayTrouble(app);
  if (!id) return;
  const mine = all.get(id);
  if (assessment) all.set(id, mine ? merge(mine, assessment) : assessment);
  else all.delete(id);
  const keep = () => {
    app.history.exchange([, mine]);
    app.select(id);
  };
  const lost = !assessment && mine && t("%(name)s was deleted in another tab.", { name: quoted(nameOf(mine)) });
  app.notice(`lost-${id}`, lost, [["Keep mine", keep]]);
  // Who has not begun goes on with what the other tab began.
  if (assessment && app.assessment === app.blank) app.select(id);
  else app.draw();
}
