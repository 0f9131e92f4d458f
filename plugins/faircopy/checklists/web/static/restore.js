// The dialog of an assessment's versions, in which one goes back to one of them.
// @ts-check
import { LINK, become, copyOf, differing, nameOf } from "./assessment.js";
import { dialog } from "./dialog.js";
import { button, h, part, row } from "./elements.js";
import { download } from "./files.js";
import { sumText, tallies } from "./list.js";
import { n, quoted, t } from "./text.js";
import { bringForward, parseJson, tried, validate } from "./validate.js";
import { afterVersion, versionsOf } from "./versions.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment, Tally } from "../types" */
/** @import { Version } from "./versions.js" */

// As the Swedes write it, without seconds.
/** @type {(time: number) => string} */
const momentOf = (time) => new Date(time).toLocaleString("sv").slice(0, 16);

/** @type {(app: ChecklistApp, id: string, assessment: Assessment, text: string) => void} */
function goBack(app, id, assessment, text) {
  const { history } = app;
  // Another tab may have deleted it meanwhile.
  const current = history.all.get(id);
  app.keepVersion?.(id, "back");
  history.exchange(current ? [current, become(current, assessment, history.stamp)] : [undefined, assessment]);
  app.select(id);
  const values = { name: quoted(nameOf(assessment)), time: text };
  app.offerUndo(t("%(name)s is as it was on %(time)s.", values));
}

/** @type {(app: ChecklistApp, id: string, found: Assessment, text: string, leave: () => void) => HTMLElement[]} */
function waysTo(app, id, found, text, leave) {
  const look = button("Look at it", () => {
    leave();
    const why = t("%(name)s, as it was on %(time)s.", { name: quoted(nameOf(found)), time: text });
    // Nothing that is stored has this for an id.
    app.show({ ...found, id: LINK }, why, [
      ["Go back to it", () => goBack(app, id, found, text)],
      ["Leave", () => app.select(id)],
    ]);
  });
  const go = button("Go back to it", () => {
    leave();
    goBack(app, id, found, text);
  });
  const copy = button("Save a copy", () => {
    const made = copyOf(found, app.history.stamp);
    app.history.exchange([undefined, made]);
    leave();
    app.select(made.id);
  });
  return [look, go, copy];
}

/** @type {(app: ChecklistApp, id: string, version: Version, leave: () => void) => HTMLElement} */
function line(app, id, { raw, time, why }, leave) {
  const { list } = app;
  /** @type {Assessment} */
  const now = app.history.all.get(id);
  const text = momentOf(time);
  const file = button("Download", () => download(`${nameOf(now)} ${text}.json`, raw));
  const head = [text, afterVersion(why)].filter(Boolean).join(", ");
  /** @type {Assessment | null} */
  const found = tried(() => bringForward(validate(parseJson(raw), list), list));
  if (!found) return h("section", {}, h("h3", {}, head), h("p", {}, part("sealed")), row(file));
  const many = differing(now, found).length;
  const sum = sumText(/** @type {Tally} */ (tallies(list, found).at(-1)));
  const difference = n(many, "%(num)s entry differs from now", "%(num)s entries differ from now");
  return h(
    "section",
    { role: "group", ariaLabel: head },
    h("h3", {}, head),
    h("p", {}, `${sum} · ${difference}`),
    row(waysTo(app, id, found, text, leave), file),
  );
}

/** @type {(app: ChecklistApp, id: string, close: () => void) => void} */
export function restore(app, id, close) {
  const { history, store } = app;
  const versions = versionsOf(store, id).reverse();
  const leave = () => {
    view.close();
    close();
  };
  const view = dialog(
    app,
    "Versions",
    h("p", {}, `${quoted(nameOf(history.all.get(id)))}. `, part(versions.length ? "versions" : "no-versions")),
    ...versions.map((version) => line(app, id, version, leave)),
  );
}
