// From one question to the next or to any other, and what a key does.
// @ts-check
import { answerOf } from "./assessment.js";
import { DIALOGS } from "./dialogs.js";
import { part } from "./elements.js";
import { countShown } from "./filterbar.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { QuestionView } from "./item.js" */

/** @type {(app: ChecklistApp, step: 1 | -1, open?: boolean) => void} */
export function go(app, step, open) {
  const boxes = /** @type {HTMLElement[]} */ ([...app.querySelectorAll("fieldset:not([hidden])")]);
  const views = /** @type {QuestionView[]} */ (boxes.map(({ dataset }) => app.views.get(String(dataset.item))));
  // Not where the focus is: a clicked button has it.
  const here = views.findIndex(({ item }) => item.id === app.here);
  const start = here < 0 && step < 0 ? 0 : here;
  const around = views.map((_, i) => /** @type {QuestionView} */ (views.at((start + step * (i + 1)) % views.length)));
  const next = around.find(({ item }) => !open || !app.list.words.isDone(answerOf(app.assessment, item.id)));
  app.notice("open", open && !next && part("none-open"));
  next?.focus();
}

/**
 * Shows a question also where a filter has taken it away.
 * @param {ChecklistApp} app
 * @param {QuestionView} view
 */
export function reveal(app, { box }) {
  box.hidden = false;
  countShown(app);
  box.scrollIntoView({ block: "nearest" });
}

/**
 * The list that a key is for: where the focus is, or else the last that has come into the upper half of the window.
 * @param {Element} target
 */
export function appOf(target) {
  const apps = [...document.querySelectorAll("checklist-app")];
  const isSeen = (/** @type {Element} */ app) => app.getBoundingClientRect().top < innerHeight / 2;
  return target.closest("checklist-app") ?? apps.findLast(isSeen) ?? apps[0];
}

/** @type {(event: KeyboardEvent, app: ChecklistApp) => (() => void) | undefined} */
export function actionOf(event, app) {
  const { key } = event;
  const target = /** @type {Element} */ (event.target);
  const isText = target.matches("textarea, select, input:not([type=radio])");
  if (event.altKey || isText || document.querySelector("dialog[open]")) return undefined;
  const control = event.ctrlKey || event.metaKey;
  if (!control && app.settings.keys === false) return undefined;
  const { redo, search, undo } = app.tools;
  const toggle = /** @type {HTMLElement | null | undefined} */ (target.closest("fieldset")?.querySelector(".toggle"));
  /** @type {Record<string, () => void>} */
  const actions = {
    j: () => go(app, 1),
    k: () => go(app, -1),
    n: () => go(app, 1, true),
    g: () => app.openIndex(),
    "?": () => DIALOGS.Help(app),
    "/": () => search.focus(),
    d: () => toggle?.click(),
    "^z": () => undo.click(),
    "^Z": () => redo.click(),
    "^y": () => redo.click(),
  };
  const name = control ? `^${key}` : key;
  return Object.hasOwn(actions, name) ? actions[name] : undefined;
}
