// What a link brings, in the page.
// @ts-check
import { nameOf } from "./assessment.js";
import { part } from "./elements.js";
import { keptOf, unpackLink } from "./link.js";
import { quoted, t } from "./text.js";
import { nameField } from "./person.js";
import { mergeDialog } from "./together.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Actions } from "./announcer.js" */
/** @import { Assessment } from "../types" */

// A link that names no list was made when the page had only one, which may be another. If it is of none, one says so.
/** @param {ChecklistApp} app */
async function isElsewhere(app) {
  if (!app.scope || !/^#share/.test(location.hash)) return false;
  const apps = /** @type {ChecklistApp[]} */ ([...document.querySelectorAll("checklist-app")]);
  for (const { list } of apps) if (await unpackLink(location.hash, list).catch(() => null)) return true;
  return app !== apps[0];
}

// Who answers for somebody else is named beside the answers, and is told how they go back.
/** @param {ChecklistApp} app */
function askName(app) {
  /** @type {Record<string, any>} */
  const parts = {};
  app.notice("received", part("received", parts));
  nameField(app, parts.who);
}

/** @param {ChecklistApp} app */
export async function openLink(app) {
  const leave = (id = app.chosen) => {
    history.replaceState(null, "", location.pathname);
    app.select(id);
  };
  /** @type {(Assessment & { known?: string }) | undefined} */
  let shared;
  try {
    const theirs = await unpackLink(app.hash, app.list);
    shared = theirs;
    const { all, sealed } = app.history;
    const mine = all.get(shared.known);
    /** @type {Actions} */
    const merging = [["Merge into mine", () => mergeDialog(app, mine, theirs, leave)]];
    app.show(shared, t("%(name)s, from a link. To answer, save a copy.", { name: quoted(nameOf(shared)) }), [
      ...(mine ? merging : []),
      [
        "Save a copy",
        () => {
          const made = keptOf(theirs, (/** @type {string} */ id) => all.has(id) || sealed.has(id), app.history.stamp);
          app.history.exchange([, made]);
          leave(made.id);
          askName(app);
        },
      ],
      ["Leave", () => leave()],
    ]);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    if (!shared && (await isElsewhere(app))) return;
    if (shared) app.select(app.chosen);
    app.notice("link", message);
  }
}
