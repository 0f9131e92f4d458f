// Keeps an open page as its source is. The server adds the line that loads this where a person looks at a page.
import { Page } from "./page.js";
import { Overlay } from "./overlay.js";

const EVENTS = `/_preview/events?path=${encodeURIComponent(location.pathname)}`;
const RETRY_MS = 1000;
// What loads this is no part of the page.
document.querySelector('script[src^="/_preview/"]')?.remove();
const page = new Page(document);
const overlay = new Overlay();
// The bytes that were loaded, by name; another than these is not what the reader sees.
let known = `"${new URL(import.meta.url).searchParams.get("page")}"`;
let begun = false;
let events;
let lost;

const fetched = (etag) => fetch(location.pathname + location.search, { cache: "no-store", headers: etag ? { "If-None-Match": etag } : {} });
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

// The page's source, once. Nothing is compared with the page itself, in which scripts and readers have been at work.
async function begin() {
  const response = await fetched();
  if (response.status >= 500) return;
  const same = response.headers.get("ETag") === known;
  // It changed while it was loaded. Twice in a row it is a page that is never the same, and reloading would not end.
  const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
  if (document.querySelector("meta[name=preview]") || !(same || again)) return location.reload();
  known = response.headers.get("ETag");
  page.begin(parsed(await response.text()));
  begun = true;
}

async function update(stylesheets) {
  if (!begun) return begin();
  const response = await fetched(known);
  if (response.status === 304) return page.restyle(stylesheets);
  // The last good page stays; the overlay says why.
  if (response.status >= 500) return;
  const next = parsed(await response.text());
  known = response.headers.get("ETag");
  // A script runs once in the life of a page. When only styles have changed, its new address is that of the same bytes.
  if (!stylesheets.length && !page.hasScriptsOf(next)) return location.reload();
  await page.restyle(stylesheets, next);
  page.become(next);
}

let updates = Promise.resolve();
function changed({ data }) {
  const { stylesheets, problems, moved } = JSON.parse(data);
  // The source of this page makes another now, as when a draft is published.
  if (moved) return location.replace(moved);
  overlay.problems = problems;
  // One after the other. A page that cannot be fetched is fetched after the next connection.
  updates = updates.then(() => update(stylesheets)).catch((error) => console.warn("preview:", error));
}

function connect() {
  events = new EventSource(EVENTS);
  events.addEventListener("state", changed);
  events.addEventListener("findings", ({ data }) => (overlay.findings = JSON.parse(data)));
  events.addEventListener("open", () => {
    clearTimeout(lost);
    overlay.alone = false;
  });
  events.addEventListener("error", () => {
    clearTimeout(lost);
    lost = setTimeout(() => (overlay.alone = true), RETRY_MS);
    // Else it tries again by itself.
    if (events.readyState === EventSource.CLOSED) setTimeout(follow, RETRY_MS);
  });
}

// Only while somebody can see the page: a browser keeps six connections to one host, for all its tabs together.
function follow() {
  events?.close();
  clearTimeout(lost);
  if (document.visibilityState === "visible") connect();
}

document.addEventListener("visibilitychange", follow);
follow();
