// The dialog of all assessments.
// @ts-check
import { copyOf, nameOf, newAssessment, read } from "./assessment.js";
import { dialog } from "./dialog.js";
import { button, download, h, part, pick, row } from "./elements.js";
import { sumText, tallies } from "./list.js";
import { restore } from "./restore.js";
import { quoted, t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment } from "../types" */
/** @import { Sealed } from "./history.js" */

/** @param {ChecklistApp} app */
export default function assessments(app) {
  const { history, list, store } = app;
  /** @type {Record<string, any>} */
  const parts = {};
  const view = dialog(app, "Assessments", part("assessments", parts));
  const show = (/** @type {string} */ id) => {
    app.select(id);
    view.close();
  };

  /** @type {Map<string | undefined, Record<string, any>>} */
  const lines = new Map();

  /** @param {Assessment} each */
  function line(each) {
    const { id } = each;
    const archived = read(each, "archived");
    /** @type {Record<string, any>} */
    const found = {};
    part("assessment", found);
    const { section, name, sum, actions } = found;
    lines.set(id, found);
    // What was rendered may have changed since.
    /** @type {(label: string, action: (now: Assessment) => void) => HTMLButtonElement} */
    const act = (label, action) =>
      button(label, () => {
        const now = history.all.get(id);
        if (now) action(now);
        else {
          draw();
          app.restoreFocus();
        }
      });
    section.ariaLabel = name.value = nameOf(each);
    name.onchange = () => history.set(id, "name", (section.ariaLabel = name.value));
    sum.textContent = sumText(tallies(list, each).slice(-1)[0]) + (archived ? ` · ${t("archived")}` : "");
    actions.append(
      button("Open", () => show(id)),
      act("Duplicate", (now) => {
        const made = copyOf(now, history.stamp);
        history.exchange([, made]);
        pick(draw(made.id).name);
      }),
      act(archived ? "Bring back" : "Archive", (now) => {
        history.set(id, "archived", !archived || null);
        const again = () => draw(id).actions.children[2].focus();
        if (!archived) app.offerUndo(t("%(name)s is archived.", { name: quoted(nameOf(now)) }), again);
        again();
      }),
      act("Delete", (now) => gone(now, t("%(name)s is deleted.", { name: quoted(nameOf(now)) }))),
      button("Versions", () => restore(app, id, () => view.close())),
      ...store
        .snapshots(id)
        .map(({ name, raw }) =>
          button(t("As of list %(name)s", { name }), () => download(`${nameOf(each)} ${name}.json`, raw)),
        ),
    );
    return section;
  }

  /** @param {Sealed} each */
  function sealed(each) {
    const { id, raw, message } = each;
    const actions = row(
      button("Show", () => show(id)),
      button("Download raw", () => download(`${id}.json`, raw)),
      button("Remove", () => gone(each, t("What could not be opened is removed."))),
    );
    lines.set(id, { actions });
    return h("section", {}, h("p", {}, `${quoted(id)}: ${message}`), actions);
  }

  /** @type {(each: Assessment | Sealed, text: string) => void} */
  function gone(each, text) {
    history.exchange([each]);
    if (app.shared?.id === each.id) app.select(app.chosen);
    draw();
    app.offerUndo(text, () => draw(each.id).actions.firstChild.focus()).focus();
  }

  /**
   * @param {string} [id]
   * @returns {Record<string, any>}  what the line of this one has
   */
  function draw(id) {
    parts.lines.replaceChildren(...[...history.all.values()].map(line), ...[...history.sealed.values()].map(sealed));
    return lines.get(id) ?? {};
  }

  parts.create.onclick = () => {
    const made = newAssessment(list, parts.name.value, history.stamp);
    history.exchange([, made]);
    show(made.id);
  };
  draw();
}
