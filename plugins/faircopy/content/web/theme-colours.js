// Gives our parts the colours and the letters of the page that they stand in, whatever its theme is called and however it
// turns dark. Only for themes that do not set them by our names.
// @ts-check
const PARTS = "checklist-app, filter-tool";
// Of a page whose ground is a picture, or not to be found.
const MIN_CONTRAST = 3;
const GROUNDS = { light: "rgb(255, 255, 255)", dark: "rgb(18, 18, 18)" };
const pixel = /** @type {CanvasRenderingContext2D} */ (
  Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true })
);

/** @type {(colours: string[]) => number[]} What one sees of colours that lie on one another, as numbers from 0 to 255. */
function painted(colours) {
  for (const colour of colours) {
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
  }
  return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

/** @type {(colour: number[]) => number} Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour) {
  const [r, g, b] = colour.map((c) => (c > 10 ? ((c / 255 + 0.055) / 1.055) ** 2.4 : c / 255 / 12.92));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @type {(one: number[], other: number[]) => number} */
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** @type {(part: HTMLElement) => void} */
function adopt(part) {
  const around = /** @type {HTMLElement} */ (part.parentElement);
  const { color, fontFamily } = getComputedStyle(around);
  const grounds = [];
  /** @type {Element | null} */
  let each = around;
  for (; each; each = each.parentElement) grounds.unshift(getComputedStyle(each).backgroundColor);
  // Below all of them is the browser's own ground.
  part.style.colorScheme = "";
  part.style.backgroundColor = "Canvas";
  const canvas = getComputedStyle(part).backgroundColor;
  part.style.backgroundColor = "";
  let paper = painted([canvas, ...grounds]);
  const ink = painted([`rgb(${paper})`, color]);
  if (contrast(ink, paper) < MIN_CONTRAST) paper = painted([luminance(ink) > 0.3 ? GROUNDS.dark : GROUNDS.light]);
  part.style.colorScheme = luminance(ink) > luminance(paper) ? "dark" : "light";
  part.style.setProperty("--ink", `rgb(${ink})`);
  part.style.setProperty("--paper", `rgb(${paper})`);
  part.style.setProperty("--serif", fontFamily);
  part.dataset.colours = "";
}

const adoptAll = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(PARTS)).forEach(adopt);
// A theme turns dark by the system's colours, by an attribute, or by another stylesheet; and it may take its time.
const watch = new MutationObserver(adoptAll);
watch.observe(document.documentElement, { attributes: true });
watch.observe(document.body, { attributes: true });
watch.observe(document.head, { attributes: true, childList: true, subtree: true });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", adoptAll);
document.addEventListener("transitionend", ({ target }) => {
  if (target instanceof Element && !target.closest(PARTS)) adoptAll();
});
addEventListener("load", adoptAll);
adoptAll();
