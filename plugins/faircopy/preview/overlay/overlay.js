// What is wrong, over the page and beside it, in a tree of its own that the site's styles do not reach.
// The HTML comes from overlay.html and finding.html, which a theme can replace.

const RETRY_MS = 1000;
const counted = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

async function copy(button) {
  button.textContent = await navigator.clipboard.writeText(button.dataset.copy).then(() => "Copied", () => "Not copied");
}

export class Overlay {
  #host = Object.assign(document.createElement("div"), { id: "faircopy-preview", hidden: true });
  #root = this.#host.attachShadow({ mode: "open" });
  #problems = [];
  #findings = [];
  #isAlone = false;
  #isReady = false;

  constructor() {
    // Beside the body, which belongs to the site.
    document.documentElement.append(this.#host);
    this.#load();
  }

  async #load() {
    const response = await fetch("/_preview/overlay.html", { cache: "no-store" }).catch(() => null);
    // One process takes another's place, perhaps.
    if (!response?.ok) return setTimeout(() => this.#load(), RETRY_MS);
    this.#root.innerHTML = await response.text();
    // Nothing is seen before it has its looks.
    const show = () => (this.#host.hidden = false);
    const style = this.#find("link[rel=stylesheet]");
    if (style) style.addEventListener("load", show, { once: true });
    else show();
    this.#root.addEventListener("click", ({ target }) => {
      if (target.closest("[data-copy]")) copy(target.closest("[data-copy]"));
      else if (target.closest(".hide")) this.#find("dialog").close();
      else if (target.closest(".badge")) this.#pressed();
    });
    this.#find(".panel").addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      this.#unfold(false);
      this.#find(".badge").focus();
    });
    this.#isReady = true;
    this.#showProblems(this.#problems.length > 0);
    this.#showFindings();
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }

  // What keeps the newest state from being shown.
  set problems(problems) {
    const isNews = JSON.stringify(problems) !== JSON.stringify(this.#problems);
    this.#problems = problems;
    this.#showProblems(isNews);
  }

  // What can be said against the post that is open.
  set findings(findings) {
    this.#findings = findings;
    this.#showFindings();
  }

  // Nobody answers.
  set alone(isAlone) {
    this.#isAlone = isAlone;
    this.#draw();
  }

  #showProblems(isNews) {
    if (!this.#isReady) return;
    const dialog = this.#find("dialog");
    this.#find(".problems").innerHTML = this.#problems.map(({ html }) => html).join("");
    if (!this.#problems.length) dialog.close();
    else if (isNews && !dialog.open) dialog.showModal();
    this.#draw();
  }

  #showFindings() {
    if (!this.#isReady) return;
    this.#find(".findings").innerHTML = this.#findings.map(({ html }) => html).join("");
    if (!this.#findings.length) this.#unfold(false);
    this.#draw();
  }

  #draw() {
    if (!this.#isReady) return;
    const badge = this.#find(".badge");
    const all = this.#problems.length ? this.#problems : this.#findings;
    const number = (severity) => all.filter((each) => each.severity === severity).length;
    const counts = ["error", "warning", "note"].filter(number).map((severity) => counted(number(severity), severity));
    badge.textContent = this.#isAlone ? badge.dataset.ended : counts.join(", ");
    badge.hidden = !badge.textContent;
    badge.disabled = this.#isAlone;
    badge.classList.toggle("bad", number("error") > 0);
  }

  #pressed() {
    if (this.#problems.length) this.#find("dialog").showModal();
    else this.#unfold(this.#find(".panel").hidden);
  }

  #unfold(isOpen) {
    this.#find(".panel").hidden = !isOpen;
    this.#find(".badge").setAttribute("aria-expanded", isOpen);
  }
}
