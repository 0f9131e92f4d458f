// Elements from values. What a person typed is text, never markup.
// @ts-check
/** @import { Block, Tally } from "../types" */
/** @typedef {string | Node | false | null | undefined | ""} Child */
import { progressText } from "./list.js";
import { pieces } from "./text.js";

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
export const button = (label, onclick) => h("button", { type: "button", onclick }, label);
/** @type {(...children: (Child | Child[])[]) => HTMLDivElement} */
export const row = (...children) => h("div", { className: "row" }, ...children);

/**
 * A part of the page's templates.
 * @param {string} name
 * @param {Record<string, any>} [owner]  gets what has a `data-name`
 */
export function part(name, owner = {}) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`[data-part=${name}]`));
  const found = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  for (const each of found.querySelectorAll("[data-name]")) owner[String(each.getAttribute("data-name"))] = each;
  return found;
}

/** @type {(field: HTMLInputElement | HTMLTextAreaElement) => void} */
export const pick = (field) => (field.focus(), field.select());

/** @type {(name: string, text: BlobPart) => void} */
export function download(name, text) {
  const href = URL.createObjectURL(new Blob([text]));
  h("a", { href, download: name.replace(/[^\p{L}\p{N}.]+/gu, "-").toLowerCase() }).click();
  setTimeout(URL.revokeObjectURL, 6e4, href);
}

/**
 * A text whose addresses can be clicked, and are there in full.
 * @type {(text: string) => Child[]}
 */
const linked = (text) =>
  pieces(text).map((piece, i) => (i % 2 ? h("a", { href: piece, rel: "noopener noreferrer nofollow" }, piece) : piece));

/** @type {{ [Kind in Block[0]]: (...parts: any[]) => HTMLElement }} */
const KINDS = {
  h: (level, text) => h(/** @type {"h2"} */ (`h${level}`), {}, text),
  p: (text) => h("p", {}, linked(text)),
  list: (/** @type {string[]} */ texts) =>
    h(
      "ul",
      {},
      texts.map((text) => h("li", {}, linked(text))),
    ),
  pairs: (/** @type {[string, string][]} */ pairs) =>
    h(
      "dl",
      {},
      pairs.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, linked(text))]),
    ),
  chart: (/** @type {Tally[]} */ sums) =>
    h(
      "div",
      { className: "chart", role: "img", ariaLabel: "Progress and risk of each section, as in the table below" },
      chart(sums),
    ),
  // What is wider than the screen scrolls in itself, also by keyboard.
  table: (/** @type {string[]} */ head, /** @type {string[][]} */ rows) =>
    h(
      "div",
      { className: "scroll", tabIndex: 0, role: "region", ariaLabel: head.join(", ") },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            head.map((text) => h("th", { scope: "col" }, text)),
          ),
        ),
        h(
          "tbody",
          {},
          rows.map(([first, ...rest]) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, first),
              rest.map((text) => h("td", {}, linked(text))),
            ),
          ),
        ),
      ),
    ),
};

/** @type {(blocks: Block[]) => HTMLElement[]} */
export const rendered = (blocks) => blocks.map(([kind, ...parts]) => KINDS[kind](...parts));

/** @type {(sums: Tally[]) => SVGElement[]} */
export const chart = (sums) =>
  sums.map((sum) => {
    const { title, filled, counted, risk, highest, riskLabel, isFlagged } = sum;
    const svg = /** @type {SVGElement} */ (part("chart").firstElementChild);
    const [, bar, ...boxes] = svg.querySelectorAll("rect");
    const words = [title, progressText(sum), riskLabel ?? "Not rated"];
    svg.querySelectorAll("text").forEach((text, i) => (text.textContent = words[i]));
    bar.setAttribute("width", `${counted && (70 * filled) / counted}%`);
    for (const box of boxes.slice(0, Math.max(0, Math.round((risk * boxes.length) / highest))))
      box.classList.add(isFlagged ? "high" : "done");
    return svg;
  });
