// A backup file that is chosen once and written after each change, in later visits too.
// @ts-check
import { differing } from "./assessment.js";
import { merge } from "./merge.js";
import { quoted, t } from "./text.js";
import { backupText, importPairs, readBackup } from "./transfer.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Assessment } from "../types" */

// After a change, so that typing is written once.
const DELAY_MS = 2000;
const STORE = "files";
const WRITING = Object.freeze({ mode: "readwrite" });

/** @type {<T>(request: IDBRequest<T>) => Promise<T>} */
const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// A file that was chosen can be kept in IndexedDB only.
/** @type {<T>(mode: IDBTransactionMode, action: (files: IDBObjectStore) => IDBRequest<T>) => Promise<T>} */
async function inFiles(mode, action) {
  const opening = indexedDB.open("faircopy", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settled(opening);
  try {
    return await settled(action(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/**
 * The file that is written after each change.
 * @typedef {object} BackupFile
 * @property {string} name
 * @property {() => void} changed  something was
 * @property {() => void} stop  writes it no more in this visit
 * @property {() => void} [written]  is called when it was
 */

/** Whether this browser lets a page write to a file. */
export const canFollow = () => "showSaveFilePicker" in window;

/**
 * Lets the reader choose a file, and writes it from now on.
 * @param {ChecklistApp} app
 */
export async function chooseFile(app) {
  const options = {
    suggestedName: `${app.list.id}-backup.json`,
    types: [{ accept: { "application/json": [".json"] } }],
  };
  const file = await /** @type {any} */ (window).showSaveFilePicker(options).catch(() => null);
  if (!file) return;
  const isKept = await inFiles("readwrite", (files) => files.put(file, app.prefix)).then(
    () => true,
    () => false,
  );
  // Which file it was is kept elsewhere, too: a later visit that has lost the file says so.
  app.keep({ file: file.name });
  await begin(app, file);
  app.notice(
    "unkept",
    !isKept &&
      t("The browser does not keep which file it is: %(file)s is written until this page is closed.", {
        file: quoted(file.name),
      }),
  );
}

/**
 * Says that a file of an earlier visit is written no more.
 * @param {ChecklistApp} app
 * @param {string} name
 */
function sayLost(app, name) {
  app.notice(
    "follow",
    t("%(file)s is written no more: the browser has not kept which file it was. Choose it again.", {
      file: quoted(name),
    }),
    [
      ["Write a backup file after each change", () => chooseFile(app)],
      ["Write it no more", () => forget(app)],
    ],
  );
}

/**
 * Goes on with the file of an earlier visit. A browser may want to be allowed it anew, by a click.
 * @param {ChecklistApp} app
 */
export async function resume(app) {
  if (!canFollow()) return;
  const file = await inFiles("readonly", (files) => files.get(app.prefix)).catch(() => null);
  const { file: name } = app.settings;
  // Somebody else of this origin may have put there what is no file.
  if (!file?.queryPermission) return void (name && sayLost(app, String(name)));
  if ((await file.queryPermission(WRITING)) === "granted") return void (await begin(app, file));
  const go = async () => {
    if ((await file.requestPermission(WRITING)) === "granted") await begin(app, file);
    else {
      const fact = t("The browser does not let this page write %(file)s.", { file: quoted(file.name) });
      app.notice("follow", fact, app.backup);
    }
  };
  app.notice(
    "follow",
    t("What you change is not written to %(file)s yet: the browser wants to be asked at each visit.", {
      file: quoted(file.name),
    }),
    [
      ["Go on writing it", go],
      ["Write it no more", () => forget(app)],
    ],
  );
}

/** @param {ChecklistApp} app */
export async function forget(app) {
  app.backupFile?.stop();
  app.backupFile = undefined;
  app.keep({ file: "" });
  await inFiles("readwrite", (files) => files.delete(app.prefix)).catch(() => null);
}

// What was opened cannot be read any more once another page has written the file, which is then read anew.
/** @type {(file: any) => Promise<string>} */
async function textOf(file) {
  const opened = async () => (await file.getFile()).text();
  return opened().catch((/** @type {Error} */ error) => {
    if (error.name !== "NotReadableError") throw error;
    return opened();
  });
}

// What the file has and the page has not: the browser may have lost it, or another has written the file.
/** @type {(app: ChecklistApp, file: any) => Promise<Assessment[]>} */
async function newsIn({ history, list }, file) {
  const text = await textOf(file);
  if (!text) return [];
  return readBackup(text, list).filter((/** @type {Assessment} */ each) => {
    const mine = history.all.get(each.id);
    return !mine || differing(mine, merge(mine, each)).length;
  });
}

/** @type {(app: ChecklistApp, file: any) => Promise<void>} */
async function begin(app, file) {
  app.notice("follow");
  const write = () => follow(app, file);
  /** @type {Assessment[]} */
  let news;
  try {
    news = await newsIn(app, file);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    const values = { file: quoted(file.name), message };
    app.notice("follow", t("%(file)s is no backup of this list, or cannot be read (%(message)s).", values), [
      ["Write over it", write],
    ]);
    return;
  }
  if (!news.length) return write();
  const { history } = app;
  const bringIn = () => {
    for (const { id } of news) app.keepVersion?.(id, "import");
    history.exchange(...importPairs(news, history.all, "merge", history.stamp, history.sealed));
    app.select(news[0].id);
    app.offerUndo(t("Brought in."));
    write();
  };
  app.notice(
    "follow",
    t("%(file)s holds answers that are not here. Nothing is written to it until you choose.", {
      file: quoted(file.name),
    }),
    [
      ["Bring them in", bringIn],
      ["Write over it", write],
    ],
  );
}

/** @type {(app: ChecklistApp, file: any) => void} */
function follow(app, file) {
  app.backupFile?.stop();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  // One after the other: a file has one writer.
  let last = Promise.resolve();
  const write = async () => {
    // One that nobody has begun gets another id at the next visit.
    const all = [...app.history.all.values()].filter((each) => each !== app.blank);
    if (!all.length) return;
    try {
      const stream = await file.createWritable();
      await stream.write(backupText(app.list, all));
      await stream.close();
      app.keep({ backup: Date.now() });
      app.notice("backup");
      app.backupFile?.written?.();
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      app.notice(
        "follow",
        t("%(file)s could not be written (%(message)s). Save a backup by hand.", { file: quoted(file.name), message }),
        app.backup,
      );
    }
  };
  const changed = (delay = DELAY_MS) => {
    clearTimeout(timer);
    timer = setTimeout(() => (last = last.then(write)), delay);
  };
  app.backupFile = { name: file.name, changed: () => changed(), stop: () => clearTimeout(timer) };
  changed(0);
}
