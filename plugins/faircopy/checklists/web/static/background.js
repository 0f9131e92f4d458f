// Work that begins once the page is ready: saved versions, reminders of a backup, the backup file, the service worker.
// @ts-check
import { part } from "./elements.js";
import { resume } from "./autobackup.js";
import { keepOffline } from "./offline.js";
import { requestPersistence, isPersisted, usedQuota } from "./quota.js";
import { followTab } from "./saving.js";
import { versionKeeper } from "./versions.js";
/** @import { Actions } from "./announcer.js" */
/** @import { ChecklistApp } from "./main.js" */

const DAY_MS = 864e5;
// If the browser has promised nothing: before Safari deletes, which it does after seven days.
const REMINDER_DAYS = { kept: 14, unkept: 5 };
const MANY_ANSWERS = 5;
// No reminder for so long after one was shown.
const REMINDER_PAUSE_DAYS = 1;
// The used part of the quota, 0 to 1, at which the page warns: a long note still fits.
const NEARLY_FULL = 0.8;
const QUOTA_DELAY_MS = 500;

/** @param {ChecklistApp} app */
export default async function startBackgroundTasks(app) {
  keepOffline(app);
  app.keepVersion = versionKeeper(app.store);
  const kept = await isPersisted();
  const checkQuota = quotaChecker(app);
  let isReminded = false;
  const remindOnce = () => void (isReminded ||= !waitsForTyping(remindOnce) && remind(app, kept));
  app.afterSaving = () => {
    app.backupFile?.changed();
    checkQuota();
    remindOnce();
  };
  hearWhenBack(app);
  forgetControls(app);
  // The reader may have answered before this script was loaded.
  if (app.history.done.length) app.afterSaving();
  reportUnreadable(app);
  checkQuota();
  await resume(app);
}

// A time in the future is not recent: the clock may have been set back. An older page stored `true`: long ago.
/** @type {(time: number | undefined, days: number) => boolean} */
const isRecent = (time = 0, days) => Math.abs(Date.now() - time) < days * DAY_MS;

// On a phone a reminder would lie over the field that one types into, so it comes when one goes on to something else.
/** @param {() => void} then */
function waitsForTyping(then) {
  const field = document.activeElement;
  if (!field?.matches("textarea, input:not([type=radio])")) return false;
  field.addEventListener("blur", () => setTimeout(then), { once: true });
  return true;
}

// Return whether a reminder was due.
/** @type {(app: ChecklistApp, kept: boolean) => boolean} */
function remind(app, kept) {
  const days = kept ? REMINDER_DAYS.kept : REMINDER_DAYS.unkept;
  const { backup, reminded } = app.settings;
  if (isRecent(backup, days) || isRecent(reminded, REMINDER_PAUSE_DAYS)) return false;
  if (app.sums[app.sums.length - 1].done < MANY_ANSWERS) return false;
  app.keep({ reminded: Date.now() });
  const ask = async () => app.notice("kept", part((await requestPersistence()) ? "kept" : "not-kept"), app.backup);
  /** @type {Actions} */
  const asking = kept ? [] : [["Ask the browser to keep it", ask]];
  app.notice("backup", part("no-backup"), [...app.backup, ...asking]);
  return true;
}

// A page that a browser has kept while another was shown was not told what other tabs stored meanwhile.
/** @param {ChecklistApp} app */
function hearWhenBack(app) {
  const { store } = app;
  const stored = () => new Map(store.all("a/").map(({ name, raw }) => [name, raw]));
  /** @type {Map<string, string>} */
  let before = new Map();
  // Unlike a page that is left for good, it may be shown again.
  addEventListener("pagehide", () => (before = stored()));
  addEventListener("pageshow", ({ persisted }) => {
    const now = persisted ? stored() : before;
    for (const id of new Set([...before.keys(), ...now.keys()])) {
      const newValue = now.get(id) ?? null;
      if (newValue !== (before.get(id) ?? null)) followTab(app, { key: `${store.prefix}a/${id}`, newValue });
    }
  });
}

// On the way back a browser shows what the controls held when the page was left, over what is stored by now.
/** @param {ChecklistApp} app */
function forgetControls(app) {
  const controls = /** @type {NodeListOf<HTMLInputElement>} */ (app.querySelectorAll("input, select"));
  for (const control of controls) control.autocomplete = "off";
}

// An unreadable assessment is in no list, so each visit says that it exists.
/** @param {ChecklistApp} app */
function reportUnreadable(app) {
  const [first] = app.history.sealed.keys();
  app.notice("sealed", first && part("sealed"), [["Show it", () => app.select(first)]]);
}

// Warn once, until there is space again. Counting all that is stored would delay an answer, so it is put off.
/** @type {(app: ChecklistApp) => () => void} */
function quotaChecker(app) {
  let wasFull = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const check = () => {
    const isFull = usedQuota(app.store) > NEARLY_FULL;
    if (isFull !== wasFull) app.notice("room", isFull && part("nearly-full"), app.backup);
    wasFull = isFull;
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(check, QUOTA_DELAY_MS);
  };
}
