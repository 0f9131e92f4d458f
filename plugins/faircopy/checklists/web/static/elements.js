// Elements from values. What a person typed is text, never markup.
import { progressText } from "./list.js";

export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  element.append(...children.flat().filter(Boolean));
  return Object.assign(element, props);
}

export const button = (label, onclick) => h("button", { type: "button", onclick }, label);
export const row = (...children) => h("div", { className: "row" }, ...children);

export function part(name, owner = {}) {
  const found = document.querySelector(`[data-part=${name}]`).content.cloneNode(true);
  for (const each of found.querySelectorAll("[data-name]")) owner[each.dataset.name] = each;
  return found;
}

export const pick = (field) => (field.focus(), field.select());

export function download(name, text) {
  const href = URL.createObjectURL(new Blob([text]));
  h("a", { href, download: name.replace(/[^\p{L}\p{N}.]+/gu, "-").toLowerCase() }).click();
  setTimeout(URL.revokeObjectURL, 6e4, href);
}

const KINDS = {
  h: (level, text) => h(`h${level}`, {}, text),
  p: (text) => h("p", {}, text),
  list: (texts) => h("ul", {}, texts.map((text) => h("li", {}, text))),
  pairs: (pairs) => h("dl", {}, pairs.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)])),
  // What is wider than the screen scrolls in itself, also by keyboard.
  table: (head, rows) => h("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: head.join(", ") }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map((text) => h("td", {}, text))))))),
};

export const rendered = (blocks) => blocks.map(([kind, ...parts]) => KINDS[kind](...parts));

export const chart = (sums) => sums.map((sum) => {
  const { title, filled, counted, risk, highest, riskLabel, isFlagged } = sum;
  const svg = part("chart").firstElementChild;
  const [, bar, ...boxes] = svg.querySelectorAll("rect");
  const words = [title, progressText(sum), riskLabel ?? "Not rated"];
  svg.querySelectorAll("text").forEach((text, i) => (text.textContent = words[i]));
  bar.setAttribute("width", `${counted && (70 * filled) / counted}%`);
  for (const box of boxes.slice(0, Math.max(0, Math.round((risk * boxes.length) / highest)))) box.classList.add(isFlagged ? "high" : "done");
  return svg;
});
