// What the page tells its reader, and where the focus goes when what had it is gone.
// @ts-check
import { button, h, row } from "./elements.js";
/** @import { History } from "./history.js" */
/** @import { QuestionView } from "./item.js" */
/** @import { Tools } from "../types" */
/** @typedef {[label: string, action: () => unknown][]} Actions */

export class Announcer extends HTMLElement {
  // The questions by their id, in their order on the page.
  /** @type {Map<string, QuestionView>} */
  views = new Map();
  // The question where the reader was last.
  /** @type {string | undefined} */
  here;
  // The step that the notice with "Undo this" takes back.
  /** @type {unknown} */
  offered;
  // Elements of the bar and the tools, by their `data-name`.
  tools = /** @type {Tools} */ ({});
  history = /** @type {History} */ (/** @type {unknown} */ (null));

  // Those of the dialog on top, if one is open.
  get notices() {
    return /** @type {HTMLElement} */ ([...this.querySelectorAll(".notices")].at(-1));
  }

  /**
   * Tells something, in the place of what was told under the same key; nothing takes that away.
   * @param {string} key
   * @param {string | Node | false | null | undefined} [text]
   * @param {Actions} [actions]
   * @param {boolean} [stays]  it cannot be dismissed
   */
  notice(key, text, actions = [], stays = false) {
    const old = this.querySelector(`.notices > .${key}`);
    const focused = old?.contains(document.activeElement);
    old?.remove();
    if (focused) this.restoreFocus();
    if (!text) return;
    const dismiss = () => stays || this.notice(key);
    const act = (/** @type {Actions[0]} */ [label, action]) => button(label, () => (dismiss(), action()));
    const buttons = row(actions.map(act), !stays && button("Dismiss", dismiss));
    this.notices.append(h("div", { className: key }, h("p", {}, text), buttons));
  }

  /**
   * Takes back this step only: the next change ends it. Returns the button.
   * @param {string} text
   * @param {() => void} [then]
   */
  offerUndo(text, then) {
    this.offered = this.history.done.at(-1);
    const undo = () => {
      this.back("undo");
      this.restoreFocus();
      then?.();
    };
    this.notice("undo", text, [["Undo this", undo]]);
    return /** @type {HTMLButtonElement} */ (this.querySelector(".notices > .undo button"));
  }

  /** @param {"undo" | "redo"} _way */
  back(_way) {}

  // Where one goes on when what had the focus is gone.
  restoreFocus() {
    const view = this.views.get(this.here ?? "");
    const dialog = [...this.querySelectorAll("dialog")].at(-1);
    if (dialog) dialog.querySelector("button")?.focus();
    else if (view && !view.box.closest("[hidden], :disabled")) view.focus();
    else this.tools.choose.focus();
  }

  /** @param {() => void} action */
  keepFocus(action) {
    const was = document.activeElement;
    const ours = this.contains(was);
    action();
    if (was && ours && (!was.isConnected || was.closest("[hidden]") || was.matches(":disabled"))) this.restoreFocus();
  }
}
