// The dialog of links.
// @ts-check
import { nameOf, read } from "./assessment.js";
import { copy, dialog } from "./dialog.js";
import { button, download, h, part, row } from "./elements.js";
import { LINK_LIMITS, packLink } from "./link.js";
import { n, t } from "./text.js";
import { backupText } from "./transfer.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Section } from "../types" */

/** @param {ChecklistApp} app */
export default function share(app) {
  /** @type {Record<string, any>} */
  const parts = {};
  const take = copy(() => parts.link.value);
  const file = button("Save as a file", () => {
    download(`${app.list.id} ${nameOf(app.assessment)}.json`, backupText(app.list, [app.assessment]));
  });
  // Who is asked for what goes with the assessment, and stands beside each section.
  const person = (/** @type {Section} */ { id, title }) =>
    h(
      "label",
      {},
      h("span", {}, title),
      h("input", {
        type: "text",
        value: read(app.assessment, `assigned/${id}`) ?? "",
        onchange: ({ target }) => {
          app.set(`assigned/${id}`, /** @type {HTMLInputElement} */ (target).value.trim() || null);
          draw();
        },
      }),
    );
  const people = h(
    "details",
    { hidden: app.locked },
    h("summary", {}, t("Who works on which section")),
    app.list.sections.map(person),
  );
  dialog(app, "Share", part("share", parts), row(take, file), people);
  async function draw() {
    take.textContent = t("Copy");
    parts.link.value = "";
    take.hidden = true;
    try {
      const packed = await packLink(app.list, app.assessment, parts.notes.checked);
      parts.link.value = location.href.split("#")[0] + packed.replace("#", `#${app.scope}`);
      const { length } = parts.link.value;
      const fits = (/** @type {[string, number]} */ [name, most]) =>
        length > most
          ? t("Too long for %(name)s (%(most)s).", { name, most })
          : t("Short enough for %(name)s (%(most)s).", { name, most });
      take.hidden = false;
      parts.length.textContent = [
        n(length, "%(num)s character.", "%(num)s characters."),
        ...Object.entries(LINK_LIMITS).map(fits),
      ].join(" ");
    } catch (error) {
      parts.length.textContent = /** @type {Error} */ (error).message;
    }
  }
  parts.notes.onchange = draw;
  draw();
}
