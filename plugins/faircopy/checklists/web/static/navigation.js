// Which questions are shown, from one to the next, and what a key does.
import { answerOf } from "./assessment.js";
import { DIALOGS } from "./dialogs.js";
import { part } from "./elements.js";
import { textOf } from "./answer.js";

const FILTERS = {
  all: () => true, open: (value, words) => !words.isDone(value), flags: (value, words) => words.isFlag(value),
  changed: ({ review }) => review, note: ({ note }) => note,
};

// Only a new choice takes a row away, not an answer.
export function filter(app) {
  const text = app.search.value.trim().toLowerCase();
  const { words } = app.list;
  app.keepFocus(() => {
    for (const { box, item } of app.views.values()) {
      const value = answerOf(app.assessment, item.id) ?? {};
      box.hidden = !FILTERS[app.filters.value](value, words) || !textOf(words, item, value).includes(text);
    }
    countShown(app);
  });
}

export function countShown(app) {
  const shown = "fieldset:not([hidden])";
  const count = app.querySelectorAll(shown).length;
  const every = count === app.views.size;
  for (const place of app.places) place.hidden = !every && !place.querySelector(shown);
  app.count.textContent = count ? `${count} shown` : "Nothing matches";
  app.every.hidden = every;
}

export function go(app, step, open) {
  const views = [...app.querySelectorAll("fieldset:not([hidden])")].map(({ dataset }) => app.views.get(dataset.item));
  // Not where the focus is: a clicked button has it.
  const here = views.findIndex(({ item }) => item.id === app.here);
  const start = here < 0 && step < 0 ? 0 : here;
  const around = views.map((_, i) => views.at((start + step * (i + 1)) % views.length));
  const next = around.find(({ item }) => !open || !app.list.words.isDone(answerOf(app.assessment, item.id)));
  app.notice("open", open && !next && part("none-open"));
  next?.focus();
}

export function actionOf(event, app) {
  const { key, target } = event;
  if (event.altKey || target.matches("textarea, select, input:not([type=radio])") || app.querySelector("dialog[open]")) return null;
  const control = event.ctrlKey || event.metaKey;
  return (control || app.settings.keys !== false) && {
    j: () => go(app, 1), k: () => go(app, -1), n: () => go(app, 1, true), "?": () => DIALOGS.Help(app), "/": () => app.search.focus(),
    d: () => target.closest("fieldset")?.querySelector(".toggle").click(),
    "^z": () => app.undo.click(), "^Z": () => app.redo.click(), "^y": () => app.redo.click(),
  }[control ? `^${key}` : key];
}
