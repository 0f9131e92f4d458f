// Bans on a time line.
// @ts-check
/** @import { DrawnBan } from "../types" */
import { visible } from "./dom.js";

const ROW_EM = 2.2;
const MIN_PERCENT = 0.5; // the width of the shortest ban
const MAX_PERCENT = 100 - MIN_PERCENT;

/** @type {(tag: string, attributes: Record<string, string | number>, text?: string) => SVGElement} */
function draw(tag, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) element.setAttribute(name, String(attributes[name]));
  element.textContent = text;
  return /** @type {SVGElement} */ (element);
}

/**
 * @param {SVGElement} drawing
 * @param {DrawnBan[]} bans  all of each address; those of doubted ones come first
 * @param {{ first: number, last: number }} log
 * @param {(seconds: number) => string} shown
 */
export function drawBans(drawing, bans, { first, last }, shown) {
  /** @type {(time: number) => number} */
  const at = (time) => Math.min(MAX_PERCENT, Math.max(0, (100 * (time - first)) / (last - first || 1)));
  const doubted = new Set(bans.filter(({ isDoubted }) => isDoubted).map(({ address }) => address));
  const addresses = [...new Set([...doubted, ...bans.map(({ address }) => address)])];
  const height = addresses.length * ROW_EM;
  /** @type {(address: string, em: number) => string} */
  const y = (address, em) => `${addresses.indexOf(address) * ROW_EM + em}em`;
  const lanes = addresses.flatMap((address) => [
    draw("text", { y: y(address, 1) }, visible(address) + (doubted.has(address) ? " ?" : "")),
    draw("rect", { class: "span", y: y(address, 1.5), width: "100%", height: 1 }),
  ]);
  // Of bans that would lie one on the other one is drawn.
  const bars = new Map(
    bans.map(({ address, at: from, until, isDoubted }) => {
      const x = at(from).toFixed(1);
      const width = `${((until === null ? 100 : at(until)) - Number(x) + MIN_PERCENT).toFixed(1)}%`;
      const place = { x: `${x}%`, y: y(address, 1.25), width };
      return [Object.values(place).join(), { class: isDoubted ? "doubted" : "ban", height: ".5em", ...place }];
    }),
  );
  drawing.setAttribute("height", `${height + 2.8}em`);
  drawing.replaceChildren(
    ...lanes,
    ...[...bars.values()].map((bar) => draw("rect", bar)),
    draw("text", { y: `${height + 1.2}em` }, shown(first)),
    draw("text", { x: "100%", y: `${height + 2.5}em`, "text-anchor": "end" }, shown(last)),
  );
}
