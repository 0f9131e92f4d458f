// The dialogs, by what their buttons say. Each is fetched when it is opened.
// @ts-check
import { part } from "./elements.js";
/** @import { ChecklistApp } from "./main.js" */

const MODULES = {
  Assessments: () => import("./assessments.js"),
  Report: () => import("./handover.js"),
  "Open questions": () => import("./requests.js"),
  Compare: () => import("./comparison.js"),
  Backup: () => import("./backup.js"),
  Share: () => import("./share.js"),
  Help: () => import("./help.js"),
};

// What is fetched later: without a network, or where a newer page has replaced this one, it may not come.
/** @type {<T>(app: ChecklistApp, load: () => Promise<T>) => Promise<T | null>} */
export async function fetched(app, load) {
  const found = await load().catch(() => null);
  app.notice("unfetched", found ? "" : part("unfetched"));
  return found;
}

/** @type {(app: ChecklistApp, load: () => Promise<{ default: (app: ChecklistApp) => void }>) => Promise<void>} */
async function open(app, load) {
  if (app.opening) return;
  app.opening = true;
  const found = await fetched(app, load);
  app.opening = false;
  found?.default(app);
}

/** @type {Record<string, (app: ChecklistApp) => Promise<void>>} */
export const DIALOGS = Object.fromEntries(
  Object.entries(MODULES).map(([label, load]) => [label, (app) => open(app, load)]),
);
