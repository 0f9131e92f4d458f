// Bans on a time line.
// @ts-check
/** @import { Ban } from "../types" */
import { visible } from "./dom.js";

const MAX_DRAWN = 20;
const ROW_EM = 2.2;

/** @type {(tag: string, attributes: Record<string, string | number>, text?: string) => SVGElement} */
function draw(tag, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) element.setAttribute(name, String(attributes[name]));
  element.textContent = text;
  return /** @type {SVGElement} */ (element);
}

/**
 * @param {SVGElement} drawing
 * @param {Ban[]} bans
 * @param {Set<string>} doubted  addresses that are marked
 * @param {{ first: number, last: number }} log
 * @param {(seconds: number) => string} shown
 */
export function drawBans(drawing, bans, doubted, { first, last }, shown) {
  /** @type {(time: number) => number} */
  const at = (time) => Math.min(99.5, Math.max(0, (100 * (time - first)) / (last - first || 1)));
  const banned = [...new Set(bans.map(({ address }) => address))];
  const isDoubted = (/** @type {string} */ address) => Number(doubted.has(address));
  const addresses = banned.sort((one, other) => isDoubted(other) - isDoubted(one)).slice(0, MAX_DRAWN);
  const height = addresses.length * ROW_EM;
  /** @type {(address: string, em: number) => string} */
  const y = (address, em) => `${addresses.indexOf(address) * ROW_EM + em}em`;
  const lanes = addresses.flatMap((address) => [
    draw("text", { y: y(address, 1) }, visible(address) + (doubted.has(address) ? " ?" : "")),
    draw("rect", { class: "span", y: y(address, 1.5), width: "100%", height: 1 }),
  ]);
  const bars = bans
    .filter(({ address }) => addresses.includes(address))
    .map(({ address, at: from, until }) => {
      const width = `${(until === null ? 100 : at(until)) - at(from) + 0.5}%`;
      const kind = doubted.has(address) ? "doubted" : "ban";
      return draw("rect", { class: kind, x: `${at(from)}%`, y: y(address, 1.25), height: ".5em", width });
    });
  drawing.setAttribute("height", `${height + 2.8}em`);
  drawing.replaceChildren(
    ...lanes,
    ...bars,
    draw("text", { y: `${height + 1.2}em` }, shown(first)),
    draw("text", { x: "100%", y: `${height + 2.5}em`, "text-anchor": "end" }, shown(last)),
  );
}
