// The service worker, and the news that it has a newer page.
// @ts-check
import { part } from "./elements.js";
/** @import { ChecklistApp } from "./main.js" */

// Whether the reader has the page that a worker brings: it was loaded from the host a moment before. Then that worker,
// and no older one, fits what was brought forward to the list of this page.
async function isShown() {
  const build = /** @type {HTMLElement | null} */ (document.querySelector("[data-build]"))?.dataset.build;
  const page = await fetch(location.pathname).catch(() => null);
  return Boolean(build && (await page?.text())?.includes(`data-build="${build}"`));
}

/** @param {ChecklistApp} app */
export async function keepOffline(app) {
  // One worker for all lists of a page.
  if (app !== document.querySelector("checklist-app")) return;
  const { serviceWorker } = navigator;
  // At a first visit the worker that comes is no news, also where it takes the page over before it is told of.
  const before = serviceWorker?.controller;
  const { worker } = app.dataset;
  // Two pages of one folder have a worker each, which may look after its own page only.
  const [address, options] = worker
    ? [new URL(worker, app.site), { scope: location.pathname }]
    : [new URL("sw.js", location.href)];
  const registration = await serviceWorker?.register(address, options).catch(() => null);
  if (!registration) return;
  /** @param {ServiceWorker | null} newer */
  const watch = (newer) => {
    if (!newer || !before) return;
    const reload = () => {
      // Another tab may have let it go first.
      if (newer.state !== "installed") return location.reload();
      serviceWorker.oncontrollerchange = () => location.reload();
      newer.postMessage("go");
    };
    newer.onstatechange = async () => {
      if (newer.state !== "installed") return;
      if (await isShown()) newer.postMessage("go");
      else app.notice("version", part("version"), [["Reload", reload]]);
    };
    newer.onstatechange(new Event("statechange"));
  };
  registration.onupdatefound = () => watch(registration.installing);
  // One may have come before this script, or wait because of another tab.
  watch(registration.installing);
  watch(registration.waiting);
}
