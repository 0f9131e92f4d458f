// The dialog of files that bring answers back.
// @ts-check
import { nameOf } from "./assessment.js";
import { dialog } from "./dialog.js";
import { download, part } from "./elements.js";
import { keepingView } from "./keeping.js";
import { n, t } from "./text.js";
import { mergeDialog } from "./together.js";
import { MAX_FILE_BYTES, backupText, importPairs, importPreview, readBackup } from "./transfer.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment } from "../types" */

/** @param {ChecklistApp} app */
export default function backup(app) {
  const { history, list } = app;
  /** @type {Record<string, any>} */
  const parts = {};
  const view = dialog(app, "Backup", part("backup", parts), ...keepingView(app));
  parts.apart.hidden = !history.sealed.size;
  /** @type {(name: string, assessments: Assessment[]) => void} */
  const save = (name, assessments) => {
    try {
      // The Swedes write a time so that it sorts.
      download(`${list.id} ${name} ${new Date().toLocaleString("sv")}.json`, backupText(list, assessments));
      app.keep({ backup: Date.now() });
      app.notice("backup");
    } catch (error) {
      app.notice("large", /** @type {Error} */ (error).message);
    }
  };
  /** @type {(found: Assessment[], how: string) => void} */
  const take = (found, how) => {
    const pairs = importPairs(found, history.all, how, history.stamp, history.sealed);
    for (const [existing] of pairs) if (existing) app.keepVersion?.(existing.id, "import");
    history.exchange(...pairs);
    app.select(pairs[0][1].id);
    app.offerUndo(t("Brought in."));
    view.close();
  };
  parts.every.onclick = () => save("backup", [...history.all.values()]);
  parts.this.onclick = () => save(nameOf(app.assessment), [app.assessment]);
  parts.file.onchange = async () => {
    const { all } = history;
    const [file] = parts.file.files;
    parts.ways.hidden = true;
    parts.preview.textContent = "";
    if (!file) return;
    try {
      const text = file.size > MAX_FILE_BYTES ? null : await file.text();
      if (file !== parts.file.files[0]) return;
      const found = readBackup(text, list);
      for (const how of ["copy", "merge", "replace"]) parts[how].onclick = () => take(found, how);
      const [one] = found;
      parts.each.hidden = found.length > 1 || !all.has(one.id);
      parts.each.onclick = () => {
        view.close();
        mergeDialog(app, all.get(one.id), one, (id) => app.select(id));
      };
      parts.merge.hidden = parts.replace.hidden = !found.some(({ id }) => all.has(id));
      parts.ways.hidden = false;
      const more = found.length - 20;
      parts.preview.textContent = [
        ...found.slice(0, 20).map((each) => importPreview(each, all.get(each.id))),
        more > 0 && n(more, "And %(num)s more.", "And %(num)s more."),
      ]
        .filter(Boolean)
        .join("\n");
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      parts.preview.textContent = `${message} ${t("Nothing was changed.")}`;
    }
  };
}
