// The dialog of links.
import { nameOf } from "./assessment.js";
import { copy, dialog } from "./dialog.js";
import { button, download, part, row } from "./elements.js";
import { LINK_LIMITS, packLink } from "./link.js";
import { backupText } from "./transfer.js";

export default function share(app) {
  const parts = {};
  const take = copy(() => parts.link.value);
  const file = button("Save as a file", () => {
    download(`${app.list.id} ${nameOf(app.assessment)}.json`, backupText(app.list, [app.assessment]));
  });
  dialog("Share", part("share", parts), row(take, file));
  const draw = async () => {
    take.textContent = "Copy";
    parts.link.value = "";
    take.hidden = true;
    try {
      parts.link.value = location.href.split("#")[0] + (await packLink(app.list, app.assessment, parts.notes.checked));
      const { length } = parts.link.value;
      const fits = ([name, most]) => `${length > most ? "Too long" : "Short enough"} for ${name} (${most}).`;
      take.hidden = false;
      parts.length.textContent = `${length} characters. ${Object.entries(LINK_LIMITS).map(fits).join(" ")}`;
    } catch ({ message }) {
      parts.length.textContent = message;
    }
  };
  parts.notes.onchange = draw;
  draw();
}
