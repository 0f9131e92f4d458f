// The dialog of links.
// @ts-check
import { nameOf, read } from "./assessment.js";
import { copy, dialog } from "./dialog.js";
import { DIALOGS } from "./dialogs.js";
import { button, h, part, row } from "./elements.js";
import { download } from "./files.js";
import { LINK_LIMITS, packLink } from "./link.js";
import { n, t } from "./text.js";
import { backupText } from "./transfer.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Section } from "../types" */

// Who is asked for what goes with the assessment, and stands beside each section.
/** @type {(app: ChecklistApp, changed: () => void) => HTMLElement} */
function peopleOf(app, changed) {
  const person = (/** @type {Section} */ { id, title }) => {
    const input = h("input", { type: "text", value: read(app.assessment, `assigned/${id}`) ?? "" });
    input.onchange = () => {
      app.set(`assigned/${id}`, input.value.trim() || null);
      changed();
    };
    return h("label", {}, h("span", {}, title), input);
  };
  const summary = h("summary", {}, t("Who works on which section"));
  return h("details", { hidden: app.locked }, summary, app.list.sections.map(person));
}

/** @type {(length: number) => string} */
const lengthText = (length) =>
  [
    n(length, "%(num)s character.", "%(num)s characters."),
    ...Object.entries(LINK_LIMITS).map(([name, most]) =>
      length > most
        ? t("Too long for %(name)s (%(most)s).", { name, most })
        : t("Short enough for %(name)s (%(most)s).", { name, most }),
    ),
  ].join(" ");

/** @param {ChecklistApp} app */
export default function share(app) {
  const { list, scope } = app;
  /** @type {Record<string, any>} */
  const parts = {};
  const take = copy(() => parts.link.value);
  const file = button("Save as a file", () => {
    // Who sends it: what comes back has the same name otherwise.
    const name = [list.id, nameOf(app.assessment), app.settings.who].filter(Boolean).join(" ");
    download(`${name}.json`, backupText(list, [app.assessment]));
  });
  const back = button("Bring in what came back", () => {
    view.close();
    DIALOGS.Backup(app);
  });
  const view = dialog(app, "Share", part("share", parts), row(take, file, back), peopleOf(app, draw));
  async function draw() {
    take.textContent = t("Copy");
    parts.link.value = "";
    take.hidden = true;
    try {
      const packed = await packLink(list, app.assessment, parts.notes.checked);
      parts.link.value = location.href.split("#")[0] + packed.replace("#", `#${scope}`);
      take.hidden = false;
      parts.length.textContent = lengthText(parts.link.value.length);
    } catch (error) {
      parts.length.textContent = /** @type {Error} */ (error).message;
    }
  }
  parts.notes.onchange = draw;
  draw();
}
