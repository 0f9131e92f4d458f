// The dialog of files that bring answers back.
// @ts-check
import { nameOf } from "./assessment.js";
import { dialog } from "./dialog.js";
import { part } from "./elements.js";
import { download } from "./files.js";
import { storageStatusView } from "./storagestatus.js";
import { n, t } from "./text.js";
import { mergeDialog } from "./together.js";
import { MAX_FILE_BYTES, backupText, importPairs, importPreview, readBackup } from "./transfer.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment } from "../types" */

const MAX_NAMED = 20;

/** @type {(app: ChecklistApp, name: string, assessments: Assessment[]) => void} */
function save(app, name, assessments) {
  const { list } = app;
  try {
    // The Swedes write a time so that it sorts.
    download(`${list.id} ${name} ${new Date().toLocaleString("sv")}.json`, backupText(list, assessments));
    app.keep({ backup: Date.now() });
    app.notice("backup");
  } catch (error) {
    app.notice("large", /** @type {Error} */ (error).message);
  }
}

/** @type {(app: ChecklistApp, found: Assessment[], how: string) => void} */
function take(app, found, how) {
  const { history } = app;
  const pairs = importPairs(found, history.all, how, history.stamp, history.sealed);
  for (const [existing] of pairs) if (existing) app.keepVersion?.(existing.id, "import");
  history.exchange(...pairs);
  app.select(pairs[0][1].id);
  app.offerUndo(t("Brought in."));
}

/** @type {(found: Assessment[], all: Map<string | undefined, Assessment>) => string} */
function previewText(found, all) {
  const more = found.length - MAX_NAMED;
  const named = found.slice(0, MAX_NAMED).map((each) => importPreview(each, all.get(each.id)));
  return [...named, more > 0 && n(more, "And %(num)s more.", "And %(num)s more.")].filter(Boolean).join("\n");
}

// Offers what can be done with the assessments in a file.
/** @type {(app: ChecklistApp, found: Assessment[], parts: Record<string, any>, close: () => void) => void} */
function offer(app, found, parts, close) {
  const { all } = app.history;
  for (const how of ["copy", "merge", "replace"]) {
    parts[how].onclick = () => {
      take(app, found, how);
      close();
    };
  }
  const [one] = found;
  parts.each.hidden = found.length > 1 || !all.has(one.id);
  parts.each.onclick = () => {
    close();
    mergeDialog(app, all.get(one.id), one, (id) => app.select(id));
  };
  parts.merge.hidden = parts.replace.hidden = !found.some(({ id }) => all.has(id));
  parts.ways.hidden = false;
  parts.preview.textContent = previewText(found, all);
}

/** @param {ChecklistApp} app */
export default function backup(app) {
  const { history, list } = app;
  /** @type {Record<string, any>} */
  const parts = {};
  const view = dialog(app, "Backup", part("backup", parts), ...storageStatusView(app));
  parts.apart.hidden = !history.sealed.size;
  parts.every.onclick = () => save(app, "backup", [...history.all.values()]);
  parts.this.onclick = () => save(app, nameOf(app.assessment), [app.assessment]);
  parts.file.onchange = async () => {
    const [file] = parts.file.files;
    parts.ways.hidden = true;
    parts.preview.textContent = "";
    if (!file) return;
    try {
      const text = file.size > MAX_FILE_BYTES ? null : await file.text();
      if (file !== parts.file.files[0]) return;
      offer(app, readBackup(text, list), parts, () => view.close());
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      parts.preview.textContent = `${message} ${t("Nothing was changed.")}`;
    }
  };
}
