// The dialogs, by what their buttons say. Each is fetched when it is opened.
import { part } from "./elements.js";

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
export async function fetched(app, load) {
  const found = await load().catch(() => null);
  app.notice("unfetched", found ? "" : part("unfetched"));
  return found;
}

async function open(app, load) {
  if (app.opening) return;
  app.opening = true;
  const found = await fetched(app, load);
  app.opening = false;
  found?.default(app);
}

export const DIALOGS = Object.fromEntries(Object.entries(MODULES).map(([label, load]) => [label, (app) => open(app, load)]));
