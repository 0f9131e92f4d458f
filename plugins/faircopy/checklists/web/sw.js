// Keeps the checklist for when there is no network. The site's build fills in the next two lines.

const FILES = /* files */ [];
const BUILD = /* build */ "";
const OURS = `checklist ${registration.scope} `;

// From the host itself: what the browser keeps of it for some minutes may be an older page than this worker.
const fresh = (path) => new Request(path, { cache: "reload" });
addEventListener("install", (event) => event.waitUntil(caches.open(OURS + BUILD).then((cache) => cache.addAll(FILES.map(fresh)))));

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(OURS) && name !== OURS + BUILD) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("message", () => skipWaiting());

// The network first: nobody reads an old page who could have the new one. A host that has a newer page may have lost the files
// of one that is open; one that fails has none.
addEventListener("fetch", (event) => {
  const { mode, url } = event.request, { origin, pathname } = new URL(url);
  const taken = (found) => (found.status < (mode === "navigate" ? 500 : 400) ? found : Promise.reject());
  if (origin === location.origin && FILES.includes(pathname)) event.respondWith(fetch(event.request).then(taken).catch(() => caches.match(pathname, { cacheName: OURS + BUILD })));
});
