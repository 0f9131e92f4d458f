// Shown in the backup dialog: how long the browser keeps what is stored, and the backup file written after each change.
// @ts-check
import { canFollow, chooseFile, forget } from "./autobackup.js";
import { button, h, row } from "./elements.js";
import { requestPersistence, isPersisted, usedQuota } from "./quota.js";
import { linked } from "./rich.js";
import { t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */

/** @param {ChecklistApp} app */
async function describeStorage({ store }) {
  const percent = `${Math.ceil(100 * usedQuota(store))} %`;
  const room = t("%(percent)s of the room for this site is used.", { percent });
  if (await isPersisted()) return `${t("This browser has promised to keep what is stored here.")} ${room}`;
  return [
    t("This browser may delete what is stored here: when it is short of room, or when its data are cleared."),
    t("Safari does after seven days without a visit, a private window when it is closed."),
    t("Other profiles and browsers see nothing of it."),
    room,
  ].join(" ");
}

/** @param {ChecklistApp} app */
function lastBackup({ backupFile, settings }) {
  const last = typeof settings.backup === "number" && new Date(settings.backup).toLocaleString("sv");
  return [
    last ? t("Last backup: %(time)s.", { time: last }) : t("There was no backup yet."),
    backupFile && t("%(file)s is written after each change while this page is open.", { file: backupFile.name }),
  ]
    .filter(Boolean)
    .join(" ");
}

/** @param {ChecklistApp} app */
export function storageStatusView(app) {
  const text = h("p");
  const last = h("p", { ariaLive: "polite" });
  const draw = async () => void (text.textContent = await describeStorage(app));
  const ask = button("Ask the browser to keep it", async () => {
    const kept = await requestPersistence();
    await draw();
    if (!kept) text.textContent = `${t("The browser did not promise it.")} ${text.textContent}`;
  });
  ask.hidden = !navigator.storage?.persist;
  const choose = button("Write a backup file after each change", async () => {
    await chooseFile(app);
    drawFile();
  });
  const stop = button("Write it no more", async () => {
    await forget(app);
    drawFile();
    choose.focus();
  });
  function drawFile() {
    last.replaceChildren(.../** @type {(string | Node)[]} */ (linked(lastBackup(app))));
    choose.hidden = !canFollow();
    stop.hidden = !app.backupFile;
    if (app.backupFile) app.backupFile.written = drawFile;
  }
  draw();
  drawFile();
  return [text, last, row(ask, choose, stop)];
}
