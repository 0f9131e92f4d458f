/* What script adds to a page. In the head and not deferred: kept colours must be known before the first paint. */
"use strict";
(() => {
  const root = document.documentElement;
  // The page has words of other languages than English beside the script, by the English ones.
  const translated = JSON.parse(document.currentScript.dataset.words ?? "{}");
  const words = (english) => translated[english] ?? english;
  const site = document.currentScript.src.split("/theme/")[0];
  // Sites beside ours may share the storage.
  const key = `${new URL(site).pathname}:scheme`;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const preferred = () => (dark.matches ? "dark" : "light");

  let kept;
  try {
    kept = localStorage.getItem(key);
  } catch { /* no storage: the switch holds for this page */ }
  if (kept) root.dataset.scheme = kept;
  root.classList.add("js");

  const element = (name, properties) => Object.assign(document.createElement(name), properties);

  function switchScheme() {
    const scheme = (root.dataset.scheme || preferred()) === "dark" ? "light" : "dark";
    // Back at what the system asks for, follow it again.
    const chosen = scheme !== preferred();
    if (chosen) root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
    try {
      if (chosen) localStorage.setItem(key, scheme);
      else localStorage.removeItem(key);
    } catch { /* as above */ }
  }

  function startSwitch(button) {
    const show = () => button.setAttribute("aria-pressed", (root.dataset.scheme || preferred()) === "dark");
    button.addEventListener("click", () => (switchScheme(), show()));
    dark.addEventListener("change", show);
    show();
  }

  function addTools(code, status) {
    const pre = code.parentElement;
    const figure = pre.closest(".snippet");
    const copy = element("button", { type: "button", textContent: words("Copy") });
    let saying;
    copy.addEventListener("click", async () => {
      let said = words("Copied");
      // The text of the block, whatever is drawn around it.
      await navigator.clipboard.writeText(code.textContent).catch(() => (said = words("Not copied")));
      status.textContent = copy.textContent = said;
      status.of = copy;
      clearTimeout(saying);
      saying = setTimeout(() => (copy.textContent = words("Copy"), status.of === copy && (status.textContent = "")), 2000);
    });
    const wrap = element("button", { type: "button", textContent: words("Wrap"), hidden: true });
    wrap.setAttribute("aria-pressed", false);
    wrap.addEventListener("click", () => wrap.setAttribute("aria-pressed", pre.classList.toggle("wrapped")));
    new ResizeObserver(() => {
      wrap.hidden = pre.scrollWidth <= pre.clientWidth && !pre.classList.contains("wrapped");
    }).observe(pre);
    const tools = element("span", { className: "tools" });
    tools.append(wrap, copy);
    // The name of a file links to its block, as a heading links to itself.
    const file = figure?.querySelector(".snippet-file");
    if (file) file.replaceChildren(element("a", { className: "anchor", href: `#${figure.id}`, textContent: file.textContent }));
    (figure?.querySelector("figcaption") || pre.parentElement).append(tools);
  }

  const fetched = new Set();
  // Firefox counts it among what the page's policy forbids, and fetches nothing (bugzilla.mozilla.org, 1457204).
  const mayPrefetch = !CSS.supports("-moz-appearance", "none");
  function fetchEarly({ target }) {
    const link = target.closest?.("a[href]");
    const page = link?.href.split("#")[0];
    if (!page?.startsWith(site) || !page.endsWith("/") || page === location.href.split("#")[0] || fetched.has(page)) return;
    fetched.add(page);
    document.head.append(element("link", { rel: "prefetch", href: page }));
  }

  // One line's number of a block is a stop of the Tab key; the arrows move it, and its name, to another.
  function toNextLine(event) {
    const line = event.target.closest("pre > code > a");
    const next = line && { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!next) return;
    const lines = [...line.parentElement.querySelectorAll(":scope > a")];
    const number = lines.indexOf(line) + next;
    const other = lines[number];
    if (!other) return;
    event.preventDefault();
    other.removeAttribute("aria-hidden");
    Object.assign(other, { tabIndex: 0, ariaLabel: words("Line %(number)s").replace("%(number)s", number + 1) }).focus();
    Object.assign(line, { tabIndex: -1, ariaHidden: true });
  }

  // Each once, however often the event comes: a preview repeats it when it has changed the page.
  const promoted = new WeakSet();
  const fresh = (selector) => [...document.querySelectorAll(selector)].filter((each) => !promoted.has(each) && promoted.add(each));
  let status;

  document.addEventListener("DOMContentLoaded", () => {
    fresh(".scheme-switch").forEach(startSwitch);
    for (const code of fresh(".highlight > pre > code")) {
      status ??= document.body.appendChild(element("p", { className: "unseen", role: "status" }));
      addTools(code, status);
    }
  });
  document.addEventListener("keydown", toNextLine);
  for (const event of mayPrefetch ? ["pointerover", "focusin"] : []) document.addEventListener(event, fetchEarly, { passive: true });
})();
