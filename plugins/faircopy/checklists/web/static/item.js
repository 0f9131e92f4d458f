// One question with its details.
// @ts-check
import { details, fromText, whenText } from "./answer.js";
import { read, tidy } from "./assessment.js";
import { button, h, part, rendered, row } from "./elements.js";
import { calm, quoted, t } from "./text.js";
/** @import { Answer, Entry, Item, ItemView, Vocabulary } from "../types" */
/** @import { ChecklistApp } from "./main.js" */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

// Of these stands beside a closed question only that there is one.
const BY_NAME = ["Note", "Evidence", "Action"];

/** @type {(value: any, path: string[], text: string) => any} */
function put(value, [name, ...rest], text) {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[name] = rest.length ? put(copy[name] ?? (name === "evidence" ? [] : {}), rest, text) : text;
  return copy;
}

/** @type {(control: Control, text: string) => void} */
const showText = (control, text) => void (control.value = text);

// A browser shows nothing of what it takes for no date. So that is text.
/** @type {(control: any, text: string) => void} */
function showDate(control, text) {
  control.type = "date";
  control.value = text;
  control.ariaInvalid = control.value !== text;
  if (control.value === text) return;
  control.type = "text";
  control.value = text;
}

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

/** @type {(app: ChecklistApp, item: Item, box?: HTMLFieldSetElement) => ItemView} */
export function itemView(app, item, box = boxOf(item, app)) {
  const { words } = app.list;
  const key = `answers/${item.id}`;
  const radios = [...box.querySelectorAll("input")];
  /** @type {[string[], Control, (control: Control, text: string) => void][]} */
  const fields = [];
  /** @type {Record<string, any>} */
  const parts = {};
  const toggle = /** @type {HTMLButtonElement} */ (box.querySelector(".toggle"));
  const panel = h("div", { className: "panel", hidden: true });
  /** @type {[Entry | undefined, boolean, string] | undefined} */
  let shown;
  /** @type {() => Answer} */
  const value = () => read(app.assessment, key) ?? {};
  /** @type {(part: Answer, tag?: string | false | null, resolve?: boolean) => void} */
  const change = (part, tag, resolve) =>
    app.set(key, tidy(words.withoutStrayReason({ ...value(), ...part })), tag, resolve);

  // The name of a field is its path in the answer.
  /** @type {(found: DocumentFragment, ...start: (string | number)[]) => DocumentFragment} */
  function bound(found, ...start) {
    for (const control of /** @type {NodeListOf<Control>} */ (found.querySelectorAll("[name]"))) {
      const path = [...start.map(String), ...control.name.split(".")];
      const show = control.type === "date" ? showDate : showText;
      fields.push([path, control, show]);
      control.onchange = () => show(control, control.value);
      control.oninput = () => {
        const isTyped = control.type.startsWith("text");
        change(put(value(), path, control.value), isTyped && key + path);
      };
    }
    return found;
  }

  toggle.ariaExpanded = "false";
  toggle.onclick = () => open(Boolean(panel.hidden));
  box.onchange = ({ target }) => {
    const radio = /** @type {HTMLInputElement} */ (target);
    if (radios.includes(radio)) change({ answer: radio.value });
  };

  /** @param {boolean} wanted */
  function open(wanted) {
    if (!panel.firstChild) fill();
    if (panel.contains(document.activeElement) && !wanted) toggle.focus();
    panel.hidden = !wanted;
    toggle.ariaExpanded = String(wanted);
    shown = undefined;
    update();
    return parts;
  }

  function fill() {
    panel.append(bound(part("details", parts)));
    box.append(panel);
    for (const select of panel.querySelectorAll("select")) {
      const choices = Object.entries(words[/** @type {"risk"} */ (select.name)]);
      select.append(...choices.map(([value, label]) => h("option", { value }, label)));
      const label = /** @type {HTMLElement} */ (select.parentElement);
      label.hidden = !choices.length;
      if (label.firstChild) label.firstChild.textContent = words.titles[select.name] ?? label.firstChild.textContent;
    }
    const { wording, clear, remove } = parts;
    for (const each of panel.querySelectorAll(".own")) /** @type {HTMLElement} */ (each).hidden = !item.own;
    wording.onchange = () => {
      if (wording.value.trim()) {
        app.set(`questions/${item.id}`, { section: item.section, question: wording.value });
      } else wording.value = item.question;
    };
    clear.onclick = () => {
      if (!value().answer) return;
      change({ answer: "" });
      app.offerUndo(t("The answer is cleared."));
    };
    remove.onclick = () => {
      app.set(`questions/${item.id}`, null);
      app.offerUndo(t("%(name)s is removed.", { name: quoted(item.question) })).focus();
    };
  }

  /** @type {(label: string, part: Answer) => HTMLButtonElement} */
  const decide = (label, part) =>
    button(label, () => {
      change(part, null, true);
      if ("answer" in part) app.offerUndo(t("The answer is cleared."));
      focus();
    });
  /** @type {(version: Partial<Entry>) => HTMLButtonElement} */
  const choose = (version) =>
    button("Keep this", () => {
      app.set(key, version.value, null, true);
      app.offerUndo(t("One answer is kept."));
      focus();
    });

  /** @type {(now: Answer) => HTMLElement} */
  function changedQuestion(now) {
    const kept = { was: "", review: /** @type {const} */ ("") };
    return h(
      "div",
      { className: "alert" },
      h("p", {}, part(now.was ? "reworded" : "inherited")),
      now.was ? [h("del", {}, calm(now.was)), h("ins", {}, item.question)] : [],
      !app.locked && row(decide("Keep", kept), decide("Answer again", { ...kept, answer: "", confidence: "" })),
    );
  }

  /** @type {(versions: Partial<Entry>[]) => HTMLElement} */
  function competing(versions) {
    const rows = versions.map((version) => {
      const when = whenText(version);
      /** @type {[string, string][]} */
      const pairs = when ? [[t("Answered on"), when]] : [];
      return row(
        ...rendered([["pairs", [...details(words, version.value ?? {}), ...pairs]]]),
        !app.locked && choose(version),
      );
    });
    return h("div", { className: "alert" }, h("p", {}, part("differs")), rows);
  }

  /** @type {(entry: Partial<Entry>) => Generator<HTMLElement>} */
  function* newsOf(entry) {
    const { others, value: now } = entry;
    if (now?.review) yield changedQuestion(now);
    if (others) yield competing([entry, ...others]);
    if (app.locked && now) {
      yield* rendered([["pairs", details(words, now).filter(([term]) => term !== t("Answer"))]]);
    } else for (const origin of now?.from ?? []) yield h("p", {}, fromText(words, origin));
  }

  /** @param {Answer} now */
  function showFields(now) {
    const { evidence, wording } = parts;
    // There is always one empty row of evidence to write in.
    for (let i = evidence?.childElementCount; i <= (now.evidence?.length ?? 0); i += 1) {
      evidence.append(bound(part("evidence"), "evidence", i));
    }
    for (const [path, control, show] of fields) {
      const text = path.reduce((/** @type {any} */ part, name) => part?.[name], now) ?? "";
      if (control.value !== text) show(control, text);
    }
    if (wording && wording !== document.activeElement) wording.value = item.question;
  }

  function update(current = item) {
    item = current;
    /** @type {Entry | undefined} */
    const entry = app.assessment.entries[key];
    // Nothing is changed in place, and most have not changed.
    if (shown && shown[0] === entry && shown[1] === app.locked && shown[2] === item.question) return;
    shown = [entry, app.locked, item.question];
    const now = entry?.value ?? {};
    // Most questions have no answer at first, and need none of this.
    if (entry?.time && !parts.marks) toggle.before(bound(part("answer", parts)));
    showFields(now);
    if (item.own && box.firstChild) box.firstChild.textContent = item.question;
    for (const radio of radios) radio.checked = now.answer === radio.value;
    box.disabled = app.locked;
    const { marks, news, reason } = parts;
    if (!marks) return;
    reason.hidden = !words.takesReason(now);
    marks.textContent = marksOf(words, now);
    box.classList.toggle("flag", words.isFlag(now));
    news.replaceChildren(...newsOf(entry ?? {}));
  }

  const focus = () => (radios.find((radio) => radio.checked) ?? radios[0]).focus();
  return {
    box,
    update,
    open,
    focus,
    get item() {
      return item;
    },
  };
}
