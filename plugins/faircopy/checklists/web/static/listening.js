// What a list hears from the window: other tabs, keys, paper, where the reader goes.
// @ts-check
import { actionOf, appOf } from "./navigation.js";
import { followTab } from "./saving.js";
/** @import { ChecklistApp } from "./main.js" */

/** @type {(app: ChecklistApp, event: StorageEvent) => void} */
function hearTab(app, event) {
  // Another page of this origin may clear all.
  const cleared = event.key === null && event.storageArea === app.store.storage;
  for (const each of cleared ? [...app.history.all.values()] : []) {
    if (each !== app.blank) followTab(app, { key: `${app.prefix}a/${each.id}` });
  }
  followTab(app, event);
}

/** @type {(app: ChecklistApp, signal: AbortSignal) => void} */
export function listen(app, signal) {
  /** @type {(target: EventTarget, type: string, listener: (event: any) => void) => void} */
  const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
  on(window, "storage", (event) => hearTab(app, event));
  on(window, "pagehide", () => app.store.flush());
  on(window, "hashchange", () => app.arrive());
  on(window, "beforeprint", () => app.toPaper?.(app));
  on(document, "keydown", (event) => {
    const action = appOf(event.target) === app && actionOf(event, app);
    if (!action) return;
    event.preventDefault();
    action();
  });
  on(document, "pointerdown", ({ target }) => app.tools.index.contains(target) || app.index?.close());
  on(app, "focusin", ({ target }) => (app.here = target.closest("fieldset")?.dataset.item ?? app.here));
  on(app, "focusout", () => app.history.done.length && (app.history.done.slice(-1)[0].tag = null));
}
