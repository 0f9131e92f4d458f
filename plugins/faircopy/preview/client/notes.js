// What is wrong, over the page and beside it, in a tree of its own that the site's styles do not reach.

const h = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  // Strings become text nodes: nothing that a source says can be markup here.
  element.append(...children.flat().filter(Boolean));
  return element;
};

const counted = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

function placeOf({ path, line, editor }) {
  const place = `${path}:${line}`;
  if (editor) return [h("a", { href: editor, title: "Open in the editor" }, place)];
  const copy = h("button", { type: "button", ariaLabel: `Copy ${place}` }, "Copy");
  copy.addEventListener("click", async () => {
    copy.textContent = await navigator.clipboard.writeText(place).then(() => "Copied", () => "Not copied");
  });
  return [h("code", {}, place), copy];
}

const rowOf = (line) => ([number, text]) => h(number === line ? "mark" : "span", { className: "line" }, `${String(number).padStart(4)}  ${text}\n`);

function entry(found, isWhole) {
  return h("li", { className: found.severity },
    h("p", { className: "place" }, placeOf(found), h("span", { className: "code" }, `${found.severity} ${found.code}`)),
    h("p", { className: "message" }, found.message),
    isWhole && found.excerpt.length > 0 && h("pre", { tabIndex: 0, ariaLabel: "Source" }, found.excerpt.map(rowOf(found.line))),
    found.hint && h("p", { className: "hint" }, found.hint));
}

export class Notes {
  #host = h("div", { id: "faircopy-preview" });
  #list = h("ul", { className: "problems" });
  #overlay = h("dialog", { role: "alertdialog", ariaLabel: "What is wrong" });
  #badge = h("button", { type: "button", className: "badge", hidden: true });
  #panel = h("section", { className: "panel", id: "panel", hidden: true, ariaLabel: "What proofreading found" });
  #problems = [];
  #findings = [];
  #isAlone = false;

  constructor() {
    const close = h("button", { type: "button" }, "Hide (Escape)");
    close.addEventListener("click", () => this.#overlay.close());
    this.#overlay.append(
      h("header", {}, h("h1", {}, "The page is not up to date"), close),
      h("p", {}, "Behind this is the last good state. This note goes when all is mended."), this.#list);
    this.#badge.setAttribute("aria-controls", "panel");
    this.#badge.addEventListener("click", () => this.#pressed());
    this.#panel.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      this.#unfold(false);
      this.#badge.focus();
    });
    const style = h("link", { rel: "stylesheet", href: "/_preview/client.css" });
    // Nothing is seen before it has its looks.
    this.#host.hidden = true;
    style.addEventListener("load", () => (this.#host.hidden = false), { once: true });
    this.#host.attachShadow({ mode: "open" }).append(style, this.#overlay, this.#panel, this.#badge);
    // Beside the body, which belongs to the site.
    document.documentElement.append(this.#host);
  }

  // What keeps the newest state from being shown.
  set problems(problems) {
    const isNews = JSON.stringify(problems) !== JSON.stringify(this.#problems);
    this.#problems = problems;
    this.#list.replaceChildren(...problems.map((each) => entry(each, true)));
    if (!problems.length) this.#overlay.close();
    else if (isNews && !this.#overlay.open) this.#overlay.showModal();
    this.#draw();
  }

  // What can be said against the post that is open.
  set findings(findings) {
    this.#findings = findings;
    this.#panel.replaceChildren(h("ul", {}, findings.map((each) => entry(each, false))));
    if (!findings.length) this.#unfold(false);
    this.#draw();
  }

  // Nobody answers.
  set alone(isAlone) {
    this.#isAlone = isAlone;
    this.#draw();
  }

  #draw() {
    const all = this.#problems.length ? this.#problems : this.#findings;
    const number = (severity) => all.filter((each) => each.severity === severity).length;
    const counts = ["error", "warning", "note"].filter(number).map((severity) => counted(number(severity), severity));
    this.#badge.textContent = this.#isAlone ? "The preview has ended" : counts.join(", ");
    this.#badge.hidden = !this.#badge.textContent;
    this.#badge.disabled = this.#isAlone;
    this.#badge.classList.toggle("bad", number("error") > 0);
  }

  #pressed() {
    if (this.#problems.length) this.#overlay.showModal();
    else this.#unfold(this.#panel.hidden);
  }

  #unfold(isOpen) {
    this.#panel.hidden = !isOpen;
    this.#badge.setAttribute("aria-expanded", isOpen);
  }
}
