// What a page does for what is stored, once it is ready: versions, reminders, the backup file, the service worker.
// @ts-check
import { part } from "./elements.js";
import { resume } from "./autobackup.js";
import { keepOffline } from "./offline.js";
import { askToKeep, isKept, usedRoom } from "./room.js";
import { versionKeeper } from "./versions.js";
/** @import { Actions } from "./announcer.js" */
/** @import { ChecklistApp } from "./main.js" */

const DAY_MS = 864e5;
// Without a promise of the browser: before the seven days are over after which Safari deletes.
const REMINDER_DAYS = { kept: 14, unkept: 5 };
const MANY_ANSWERS = 5;
// Who has dismissed a reminder is left alone for so long.
const CALM_DAYS = 1;
// Of the room for the site: there is still some for a long note.
const NEARLY_FULL = 0.8;
const LOOK_DELAY_MS = 500;

/** @param {ChecklistApp} app */
export default async function lookAfter(app) {
  keepOffline(app);
  app.keepVersion = versionKeeper(app.store);
  const kept = await isKept();
  const tellRoom = roomTeller(app);
  let isReminded = false;
  app.afterSaving = () => {
    app.backupFile?.changed();
    tellRoom();
    isReminded ||= remind(app, kept);
  };
  // Somebody was quicker than this script.
  if (app.history.done.length) app.afterSaving();
  tellSealed(app);
  tellRoom();
  await resume(app);
}

// A clock may have been set back meanwhile: what is to come is no more recent than what is long ago. What an older page
// has noted, `true`, is long ago, too.
/** @type {(time: number | undefined, days: number) => boolean} */
const isRecent = (time = 0, days) => Math.abs(Date.now() - time) < days * DAY_MS;

// Tells whether it had to.
/** @type {(app: ChecklistApp, kept: boolean) => boolean} */
function remind(app, kept) {
  const days = kept ? REMINDER_DAYS.kept : REMINDER_DAYS.unkept;
  const { backup, reminded } = app.settings;
  if (isRecent(backup, days) || isRecent(reminded, CALM_DAYS)) return false;
  if (app.sums[app.sums.length - 1].done < MANY_ANSWERS) return false;
  app.keep({ reminded: Date.now() });
  const ask = async () => app.notice("kept", part((await askToKeep()) ? "kept" : "not-kept"), app.backup);
  /** @type {Actions} */
  const asking = kept ? [] : [["Ask the browser to keep it", ask]];
  app.notice("backup", part("no-backup"), [...app.backup, ...asking]);
  return true;
}

// What cannot be opened is in no list of answers, so it is told at each visit.
/** @param {ChecklistApp} app */
function tellSealed(app) {
  const [first] = app.history.sealed.keys();
  app.notice("sealed", first && part("sealed"), [["Show it", () => app.select(first)]]);
}

// Once, until there is room again. To count all that is stored takes longer than an answer may.
/** @type {(app: ChecklistApp) => () => void} */
function roomTeller(app) {
  let wasFull = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const look = () => {
    const isFull = usedRoom(app.store) > NEARLY_FULL;
    if (isFull !== wasFull) app.notice("room", isFull && part("nearly-full"), app.backup);
    wasFull = isFull;
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(look, LOOK_DELAY_MS);
  };
}
