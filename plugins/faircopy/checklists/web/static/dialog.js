// What all dialogs have in common.
// @ts-check
import { button, h, part, pick, row } from "./elements.js";
import { download } from "./files.js";
import { csv, markdown, rowsOf } from "./formats.js";
import { printed, toPaper } from "./printing.js";
import { t } from "./text.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { Child } from "./elements.js" */
/** @import { Block } from "../types" */

// Nothing behind a dialog can be reached, so it has its own notices; what is left of them stays.
/** @type {(app: ChecklistApp, title: string, ...content: (Child | Child[])[]) => HTMLDialogElement} */
export function dialog(app, title, ...content) {
  /** @type {Record<string, any>} */
  const parts = {};
  app.append(part("dialog", parts));
  const { close, element, heading, notices } = parts;
  element.ariaLabel = heading.textContent = t(title);
  notices.before(.../** @type {Node[]} */ (content.flat().filter(Boolean)));
  app.toPaper = toPaper;
  const opener = document.activeElement;
  close.onclick = () => element.close();
  element.onclose = () => {
    element.remove();
    notices.querySelector(".copy")?.remove();
    app.notices.append(...notices.children);
    if (!opener?.isConnected) app.restoreFocus();
  };
  element.showModal();
  return element;
}

// Without the browser's clipboard, as on a page that came by plain http, the older way; and then by hand.
/** @type {(text: () => string, label?: string) => HTMLButtonElement} */
export const copy = (text, label = "Copy") =>
  button(label, async (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const app = /** @type {ChecklistApp} */ (target.closest("checklist-app"));
    app.notice("copy");
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      const area = h("textarea", { value: text(), readOnly: true, rows: 4, ariaLabel: t("Text to copy") });
      target.closest("dialog")?.querySelector(".by-hand")?.remove();
      target.parentElement?.after(area);
      area.className = "by-hand";
      pick(area);
      if (!document.execCommand("copy")) return app.notice("copy", part("by-hand"));
      area.remove();
      target.focus();
    }
    target.textContent = t("Copied");
  });

// Printing and the files of a report, made when they are wanted.
/** @type {(name: string, blocks: () => Block[], table?: () => string[][], more?: Child[]) => HTMLElement} */
export const reportView = (name, blocks, table = () => rowsOf(blocks()), more = []) => {
  const files = row(
    button("Print", () => print()),
    more,
    button("Markdown", () => download(`${name}.md`, markdown(blocks()))),
    button("CSV", () => download(`${name}.csv`, csv(table()))),
    copy(() => markdown(blocks()), "Copy as Markdown"),
  );
  printed.set(files, blocks);
  return files;
};
