// One question with its details.
// @ts-check
import { details } from "./answer.js";
import { read, tidy } from "./assessment.js";
import { h, part } from "./elements.js";
import { AnswerFields } from "./fields.js";
import { newsOf } from "./news.js";
import { quoted, t } from "./text.js";
/** @import { Answer, Entry, Item, Vocabulary } from "../types" */
/** @import { ChecklistApp } from "./main.js" */

// Of these stands beside a closed question only that there is one.
const BY_NAME = ["Note", "Evidence", "Action"];

// An own question has no id in the page: what comes from elsewhere cannot take one of ours.
/** @type {(item: Item, app: ChecklistApp) => HTMLFieldSetElement} */
function boxOf({ id, question }, { list: { words }, scope }) {
  const choice = (/** @type {[string, string]} */ [value, label]) =>
    h("label", {}, h("input", { type: "radio", name: `answer-${scope}${id}`, value }), label);
  const box = h(
    "fieldset",
    { className: "checklist-item" },
    h("legend", {}, question),
    h("div", { className: "answers" }, Object.entries(words.offered).map(choice)),
    h("button", { className: "toggle", type: "button" }, t("Details")),
  );
  box.dataset.item = id;
  return box;
}

/** @type {(words: Vocabulary, value: Answer) => string} */
function marksOf(words, value) {
  const { confidence = t("Confidence"), risk = t("Risk"), impact = t("Impact on the deal") } = words.titles;
  const rated = new Set([confidence, risk, impact]);
  const named = BY_NAME.map((term) => t(term));
  return details(words, value)
    .flatMap(([term, text]) => (rated.has(term) ? `${term}: ${text.toLowerCase()}` : named.includes(term) ? term : []))
    .join(" · ");
}

export class QuestionView {
  /** @type {Record<string, any>} */
  #parts = {};
  #panel = h("div", { className: "panel", hidden: true });
  /** @type {[Entry | undefined, boolean, string] | undefined} */
  #shown;
  #fields = new AnswerFields(
    () => this.#value,
    (part, tag) => this.change(part, tag && this.key + tag),
  );

  /**
   * @param {ChecklistApp} app
   * @param {Item} item
   * @param {HTMLFieldSetElement} [box]  what the page has of it
   */
  constructor(app, item, box = boxOf(item, app)) {
    this.app = app;
    this.item = item;
    this.box = box;
    this.key = `answers/${item.id}`;
    this.radios = [...box.querySelectorAll("input")];
    this.toggle = /** @type {HTMLButtonElement} */ (box.querySelector(".toggle"));
    this.toggle.ariaExpanded = "false";
    this.toggle.onclick = () => this.open(Boolean(this.#panel.hidden));
    box.onchange = ({ target }) => {
      const radio = /** @type {HTMLInputElement} */ (target);
      if (this.radios.includes(radio)) this.change({ answer: radio.value });
    };
  }

  /** @returns {Answer} */
  get #value() {
    return read(this.app.assessment, this.key) ?? {};
  }

  /** @type {(part: Answer, tag?: string | false | null, resolve?: boolean) => void} */
  change(part, tag, resolve) {
    const { app, key } = this;
    app.set(key, tidy(app.list.words.withoutStrayReason({ ...this.#value, ...part })), tag, resolve);
  }

  focus() {
    (this.radios.find((radio) => radio.checked) ?? this.radios[0]).focus();
  }

  /**
   * Returns the elements of the details by their name.
   * @param {boolean} wanted
   */
  open(wanted) {
    if (!this.#panel.firstChild) this.#fill();
    if (this.#panel.contains(document.activeElement) && !wanted) this.toggle.focus();
    this.#panel.hidden = !wanted;
    this.toggle.ariaExpanded = String(wanted);
    this.#shown = undefined;
    this.update();
    return this.#parts;
  }

  #fill() {
    const { words } = this.app.list;
    this.#panel.append(this.#fields.bound(part("details", this.#parts)));
    this.box.append(this.#panel);
    for (const select of this.#panel.querySelectorAll("select")) {
      const choices = Object.entries(words[/** @type {"risk"} */ (select.name)]);
      select.append(...choices.map(([value, label]) => h("option", { value }, label)));
      const label = /** @type {HTMLElement} */ (select.parentElement);
      label.hidden = !choices.length;
      if (label.firstChild) label.firstChild.textContent = words.titles[select.name] ?? label.firstChild.textContent;
    }
    for (const each of this.#panel.querySelectorAll(".own"))
      /** @type {HTMLElement} */ (each).hidden = !this.item.own;
    this.#listen();
  }

  #listen() {
    const { app } = this;
    const { wording, clear, remove } = this.#parts;
    wording.onchange = () => {
      const { id, question, section } = this.item;
      if (wording.value.trim()) app.set(`questions/${id}`, { section, question: wording.value });
      else wording.value = question;
    };
    clear.onclick = () => {
      if (!this.#value.answer) return;
      this.change({ answer: "" });
      app.offerUndo(t("The answer is cleared."));
    };
    remove.onclick = () => {
      app.set(`questions/${this.item.id}`, null);
      app.offerUndo(t("%(name)s is removed.", { name: quoted(this.item.question) })).focus();
    };
  }

  update(item = this.item) {
    const { app, box } = this;
    this.item = item;
    /** @type {Entry | undefined} */
    const entry = app.assessment.entries[this.key];
    // Nothing is changed in place, and most have not changed.
    const seen = this.#shown;
    if (seen && seen[0] === entry && seen[1] === app.locked && seen[2] === item.question) return;
    this.#shown = [entry, app.locked, item.question];
    // Most questions have no answer at first, and need none of this.
    if (entry?.time && !this.#parts.marks) this.toggle.before(this.#fields.bound(part("answer", this.#parts)));
    const now = entry?.value ?? {};
    const { evidence, wording } = this.#parts;
    this.#fields.show(now, evidence);
    if (wording && wording !== document.activeElement) wording.value = item.question;
    if (item.own && box.firstChild) box.firstChild.textContent = item.question;
    for (const radio of this.radios) radio.checked = now.answer === radio.value;
    box.disabled = app.locked;
    if (this.#parts.marks) this.#tell(entry ?? {}, now);
  }

  /** @type {(entry: Partial<Entry>, now: Answer) => void} */
  #tell(entry, now) {
    const { words } = this.app.list;
    const { marks, news, reason } = this.#parts;
    reason.hidden = !words.takesReason(now);
    marks.textContent = marksOf(words, now);
    this.box.classList.toggle("flag", words.isFlag(now));
    news.replaceChildren(...newsOf(this, entry));
  }
}
