// Elements from values. What a person typed is text, never markup.
// @ts-check
import { calm, t } from "./text.js";
/** @import { Block } from "../types" */
/** @typedef {string | Node | false | null | undefined | ""} Child */
/** @typedef {(text: string) => Child | Child[]} Shown  makes what is shown of a text */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} [props]
 * @param {...(Child | Child[])} children  those that are empty are left out
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  element.append(.../** @type {(string | Node)[]} */ (children.flat().filter(Boolean)));
  return Object.assign(element, props);
}

/** @type {(label: string, onclick: (event: MouseEvent) => void) => HTMLButtonElement} */
export const button = (label, onclick) => h("button", { type: "button", onclick }, t(label));
/** @type {(...children: (Child | Child[])[]) => HTMLDivElement} */
export const row = (...children) => h("div", { className: "row" }, ...children);

/**
 * A part of the page's templates.
 * @param {string} name
 * @param {Record<string, any>} [owner]  gets what has a `data-name`
 */
export function part(name, owner = {}) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`[data-part="${name}"]`));
  const found = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  for (const each of found.querySelectorAll("[data-name]")) owner[String(each.getAttribute("data-name"))] = each;
  return found;
}

/** @type {(field: HTMLInputElement | HTMLTextAreaElement) => void} */
export const pick = (field) => (field.focus(), field.select());

// What is wider than the screen scrolls in itself, also by keyboard.
/** @type {(shown: Shown, head: string[], rows: string[][]) => HTMLElement} */
function table(shown, head, rows) {
  const headRow = h("tr", {}, ...head.map((text) => h("th", { scope: "col" }, text)));
  const bodyRow = (/** @type {string[]} */ [first, ...rest]) =>
    h("tr", {}, h("th", { scope: "row" }, first), ...rest.map((text) => h("td", {}, shown(text))));
  const view = h("table", {}, h("thead", {}, headRow), h("tbody", {}, rows.map(bodyRow)));
  return h("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: head.join(", ") }, view);
}

/** @type {(shown: Shown, pairs: [string, string][]) => HTMLElement} */
const pairsOf = (shown, pairs) =>
  h("dl", {}, ...pairs.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, shown(text))]));

/**
 * What makes an element of each kind of block.
 * @param {Shown} shown
 * @returns {Record<string, (...parts: any[]) => HTMLElement>}
 */
export const kinds = (shown) => ({
  h: (level, text) => h(/** @type {"h2"} */ (`h${level}`), {}, text),
  p: (text) => h("p", {}, shown(text)),
  list: (/** @type {string[]} */ texts) => h("ul", {}, ...texts.map((text) => h("li", {}, shown(text)))),
  pairs: (pairs) => pairsOf(shown, pairs),
  table: (head, rows) => table(shown, head, rows),
});

const KINDS = kinds(calm);

/** @type {(blocks: Block[]) => HTMLElement[]} */
export const rendered = (blocks) => blocks.map(([kind, ...parts]) => KINDS[kind](...parts));
