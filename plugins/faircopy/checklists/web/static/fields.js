// The fields of one answer: what they show, and what becomes of what is typed into them.
// @ts-check
import { part } from "./elements.js";
/** @import { Answer } from "../types" */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */
/** @typedef {(part: Answer, tag?: string | false) => void} Change  with a tag: goes on with the change before */

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

export class AnswerFields {
  /** @type {[path: string[], control: Control, show: (control: Control, text: string) => void][]} */
  #fields = [];

  /**
   * @param {() => Answer} value
   * @param {Change} change
   */
  constructor(value, change) {
    this.value = value;
    this.change = change;
  }

  // The name of a field is its path in the answer, below `start`.
  /** @type {(found: DocumentFragment, ...start: (string | number)[]) => DocumentFragment} */
  bound(found, ...start) {
    for (const control of /** @type {NodeListOf<Control>} */ (found.querySelectorAll("[name]"))) {
      const path = [...start.map(String), ...control.name.split(".")];
      const show = control.type === "date" ? showDate : showText;
      this.#fields.push([path, control, show]);
      control.onchange = () => show(control, control.value);
      control.oninput = () =>
        this.change(put(this.value(), path, control.value), control.type.startsWith("text") && String(path));
    }
    return found;
  }

  /** @type {(now: Answer, evidence?: HTMLElement) => void} */
  show(now, evidence) {
    // There is always one empty row of evidence to write in.
    for (let i = evidence?.childElementCount ?? Infinity; i <= (now.evidence?.length ?? 0); i += 1) {
      evidence?.append(this.bound(part("evidence"), "evidence", i));
    }
    for (const [path, control, show] of this.#fields) {
      const text = path.reduce((/** @type {any} */ part, name) => part?.[name], now) ?? "";
      if (control.value !== text) show(control, text);
    }
  }
}
