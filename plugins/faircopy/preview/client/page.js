// The page as the reader has it, and how it becomes that of another source.
//
// Three trees are walked side by side: the source before, the source after, and the live page. What is the same in
// both sources is left alone, whatever scripts and the reader have made of it. So opened details, typed text, the
// focus and the state of an application survive.

const STYLESHEET_TIMEOUT_MS = 5000;
const isCustom = (node) => node.localName?.includes("-");
// The parser of the live page takes its content for text, the one of a source for elements.
const isLeft = (node) => node.localName === "noscript";
const data = (root) => [...root.querySelectorAll('script[type="application/json"]')].map(({ textContent }) => textContent).join("\n");
const scripts = (root) => [...root.querySelectorAll("script[src]")].map((script) => script.getAttribute("src")).join("\n");
const links = (root) => [...root.querySelectorAll('link[rel="stylesheet"]')];

// What makes two elements at different times the same one.
function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeName;
  const names = ["id", ...(node.localName === "meta" ? ["http-equiv", "name", "property", "charset"] : []), ...(node.localName === "link" ? ["rel", "type"] : [])];
  return [node.localName, ...names.map((name) => node.getAttribute(name) ?? "")].join(" ");
}

// Of each node in `after`, the one in `before` that it was; those that are new have none.
export function pairs(before, after) {
  const found = new Map();
  const olds = [...before];
  const news = [...after];
  const same = (old, fresh) => old !== undefined && fresh !== undefined && old.isEqualNode(fresh);
  while (same(olds[0], news[0])) found.set(news.shift(), olds.shift());
  while (same(olds.at(-1), news.at(-1))) found.set(news.pop(), olds.pop());
  for (const alike of [(old, fresh) => old.isEqualNode(fresh), (old, fresh) => key(old) === key(fresh)]) {
    for (const fresh of news) {
      const at = found.has(fresh) ? -1 : olds.findIndex((old) => alike(old, fresh));
      if (at >= 0) found.set(fresh, ...olds.splice(at, 1));
    }
  }
  return found;
}

export class Page {
  #document;
  #source; // the document that the page was made from
  #ours = new WeakSet(); // live nodes that came from a source; scripts added the others
  #late = []; // what waits until all else is in its place

  constructor(document) {
    this.#document = document;
    this.#note(document);
  }

  begin(source) {
    this.#source = source;
  }

  hasScriptsOf(next) {
    return scripts(this.#source) === scripts(next);
  }

  // Loads changed stylesheets beside the old ones, and takes those away afterwards: no moment is without style.
  async restyle(changed, next = this.#source) {
    const fresh = links(next);
    const olds = links(this.#source);
    const live = links(this.#document).filter((link) => this.#ours.has(link));
    if (!changed.length || olds.length !== fresh.length || olds.length !== live.length) return;
    await Promise.all(fresh.map(async (link, index) => {
      const moved = link.getAttribute("href") !== olds[index].getAttribute("href");
      const path = new URL(link.getAttribute("href"), location).pathname.slice(1);
      if (!moved && !changed.includes(path)) return;
      const added = this.#adopted(link);
      // A browser need not fetch an address again that it has on the page.
      if (!moved) added.href = `${added.href.split("?")[0]}?${Date.now()}`;
      await new Promise((done) => {
        for (const event of ["load", "error"]) added.addEventListener(event, done, { once: true });
        setTimeout(done, STYLESHEET_TIMEOUT_MS);
        live[index].after(added);
      });
      live[index].remove();
    }));
  }

  become(next) {
    const focused = this.#document.activeElement;
    const before = this.#source;
    this.#source = next;
    this.#change(before.documentElement, next.documentElement, this.#document.documentElement);
    for (const task of this.#late.splice(0)) task();
    if (data(before) !== data(next)) this.#renewApplications(next);
    if (focused !== this.#document.activeElement) (focused.isConnected ? focused : this.#document.getElementById(focused.id))?.focus({ preventScroll: true });
    // For scripts that promote what they find: something new may be there.
    this.#document.dispatchEvent(new Event("DOMContentLoaded", { bubbles: true }));
  }

  #note(root) {
    const walker = this.#document.createTreeWalker(root);
    while (walker.nextNode()) this.#ours.add(walker.currentNode);
  }

  #adopted(node) {
    const fresh = this.#document.importNode(node, true);
    this.#ours.add(fresh);
    this.#note(fresh);
    return fresh;
  }

  #renew(live, after) {
    live.replaceWith(this.#adopted(after));
  }

  // An application reads its data when it is put into the page.
  #renewApplications(next) {
    const live = [...this.#document.querySelectorAll("*")].filter((node) => isCustom(node) && this.#ours.has(node));
    const fresh = [...next.querySelectorAll("*")].filter(isCustom);
    if (live.length === fresh.length) live.forEach((node, index) => this.#renew(node, fresh[index]));
  }

  #change(before, after, live) {
    if (before.isEqualNode(after) || isLeft(before)) return;
    if (before.nodeType !== Node.ELEMENT_NODE) live.data = after.data;
    else if (isCustom(before)) this.#late.push(() => this.#renew(live, after));
    else {
      this.#changeAttributes(before, after, live);
      if (!this.#changeChildren(before, after, live)) this.#renew(live, after);
    }
  }

  #changeAttributes(before, after, live) {
    for (const { name, value } of after.attributes) {
      if (before.getAttribute(name) !== value && live.getAttribute(name) !== value) live.setAttribute(name, value);
    }
    for (const { name } of before.attributes) if (!after.hasAttribute(name)) live.removeAttribute(name);
  }

  // Returns false when a script has taken away what would have to change.
  #changeChildren(before, after, live) {
    const lives = this.#livesOf(before, live);
    const olds = pairs(before.childNodes, after.childNodes);
    for (const [fresh, old] of olds) if (!lives.has(old) && !old.isEqualNode(fresh)) return false;
    const kept = new Set(olds.values());
    for (const old of before.childNodes) if (!kept.has(old)) lives.get(old)?.remove();
    let last;
    for (const fresh of after.childNodes) {
      const old = olds.get(fresh);
      const node = old ? lives.get(old) : this.#adopted(fresh);
      if (!node) continue;
      const isPlaced = node.parentNode === live && (!last || last.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
      if (!isPlaced) last ? last.after(node) : live.prepend(node);
      last = node;
      if (old) {
        const { nextSibling } = node;
        this.#change(old, fresh, node);
        // It may have been renewed.
        if (!node.isConnected) last = nextSibling ? nextSibling.previousSibling : live.lastChild;
      }
    }
    return true;
  }

  // Of each child of `before`, the live one; scripts may have taken some away.
  #livesOf(before, live) {
    const rest = [...live.childNodes].filter((node) => this.#ours.has(node));
    const found = new Map();
    for (const old of before.childNodes) {
      const at = rest.findIndex((node) => key(node) === key(old));
      if (at >= 0) found.set(old, rest.splice(0, at + 1).at(-1));
    }
    return found;
  }
}
