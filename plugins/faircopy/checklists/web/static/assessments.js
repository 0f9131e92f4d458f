// The dialog of all assessments.
// @ts-check
import { copyOf, nameOf, newAssessment, read } from "./assessment.js";
import { dialog } from "./dialog.js";
import { button, h, part, pick, row } from "./elements.js";
import { download } from "./files.js";
import { sumText, tallies } from "./list.js";
import { restore } from "./restore.js";
import { quoted, t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment } from "../types" */
/** @import { Sealed } from "./history.js" */

/**
 * The lines of the dialog: `draw` renders them anew and returns what that of an id has, `show` opens an assessment.
 * @typedef {object} Lines
 * @property {ChecklistApp} app
 * @property {() => void} close
 * @property {(id?: string) => Record<string, any>} draw
 * @property {(id: string) => void} show
 */

/** @type {(lines: Lines, each: Assessment | Sealed, text: string) => void} */
function remove({ app, draw }, each, text) {
  app.history.exchange([each]);
  if (app.shared?.id === each.id) app.select(app.chosen);
  draw();
  app.offerUndo(text, () => draw(each.id).actions.firstChild.focus()).focus();
}

// Each action with its name; it gets the assessment as it is by then.
/** @type {(lines: Lines, each: Assessment) => [label: string, action: (now: Assessment) => void][]} */
function changesOf(lines, each) {
  const { app, draw } = lines;
  const { history } = app;
  const { id } = each;
  const archived = read(each, "archived");
  const duplicate = (/** @type {Assessment} */ now) => {
    const made = copyOf(now, history.stamp);
    history.exchange([, made]);
    // What one answers next is meant for the copy.
    app.select(made.id);
    pick(draw(made.id).name);
  };
  const archive = (/** @type {Assessment} */ now) => {
    history.set(id, "archived", !archived || null);
    const again = () => draw(id).actions.children[2].focus();
    if (!archived) app.offerUndo(t("%(name)s is archived.", { name: quoted(nameOf(now)) }), again);
    again();
  };
  return [
    ["Duplicate", duplicate],
    [archived ? "Bring back" : "Archive", archive],
    ["Delete", (now) => remove(lines, now, t("%(name)s is deleted.", { name: quoted(nameOf(now)) }))],
  ];
}

/** @type {(lines: Lines, each: Assessment) => HTMLButtonElement[]} */
function actionsOf(lines, each) {
  const { app, close, draw, show } = lines;
  const { id } = each;
  // What was rendered may have changed since.
  /** @type {(change: ReturnType<typeof changesOf>[0]) => HTMLButtonElement} */
  const act = ([label, action]) =>
    button(label, () => {
      const now = app.history.all.get(id);
      if (now) return action(now);
      draw();
      app.restoreFocus();
    });
  const snapshot = (/** @type {{ name: string, raw: string }} */ { name, raw }) =>
    button(t("As of list %(name)s", { name }), () => download(`${nameOf(each)} ${name}.json`, raw));
  return [
    button("Open", () => show(id)),
    ...changesOf(lines, each).map(act),
    button("Versions", () => restore(app, id, close)),
    ...app.store.snapshots(id).map(snapshot),
  ];
}

// Its elements by their name.
/** @type {(lines: Lines, each: Assessment) => Record<string, any>} */
function lineOf(lines, each) {
  const { history, list } = lines.app;
  /** @type {Record<string, any>} */
  const found = {};
  part("assessment", found);
  const { section, name, sum, actions } = found;
  section.ariaLabel = name.value = nameOf(each);
  name.onchange = () => history.set(each.id, "name", (section.ariaLabel = name.value));
  const isArchived = read(each, "archived");
  sum.textContent = sumText(tallies(list, each).slice(-1)[0]) + (isArchived ? ` · ${t("archived")}` : "");
  if (each.id === lines.app.assessment.id) sum.textContent += ` · ${t("shown now")}`;
  actions.append(...actionsOf(lines, each));
  return found;
}

/** @type {(lines: Lines, each: Sealed) => Record<string, any>} */
function sealedLineOf(lines, each) {
  const { id, raw, message } = each;
  const actions = row(
    button("Show", () => lines.show(id)),
    button("Download raw", () => download(`${id}.json`, raw)),
    button("Remove", () => remove(lines, each, t("What could not be opened is removed."))),
  );
  return { actions, section: h("section", {}, h("p", {}, `${quoted(id)}: ${message}`), actions) };
}

/** @param {ChecklistApp} app */
export default function assessments(app) {
  const { history } = app;
  /** @type {Record<string, any>} */
  const parts = {};
  const view = dialog(app, "Assessments", part("assessments", parts));
  const show = (/** @type {string} */ id) => {
    app.select(id);
    view.close();
  };
  /** @type {Lines["draw"]} */
  const draw = (id) => {
    const lines = { app, close: () => view.close(), draw, show };
    /** @type {Map<string | undefined, Record<string, any>>} */
    const found = new Map();
    for (const each of history.all.values()) found.set(each.id, lineOf(lines, each));
    for (const each of history.sealed.values()) found.set(each.id, sealedLineOf(lines, each));
    parts.lines.replaceChildren(...[...found.values()].map(({ section }) => section));
    return found.get(id) ?? {};
  };
  parts.create.onclick = () => {
    const made = newAssessment(app.list, parts.name.value, history.stamp);
    history.exchange([, made]);
    show(made.id);
  };
  draw();
}
