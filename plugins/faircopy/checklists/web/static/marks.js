// Marks what a search has found, and leaves the text as it is.
// @ts-check
import { h } from "./elements.js";
import { occurrences } from "./occurrences.js";
/** @import { ItemView } from "../types" */

const NAME = "checklist-found";
const PLACES = "legend, .hints dt, .hints dd";
// Hints that were opened because something was found in them.
/** @type {Set<HTMLDetailsElement>} */
const opened = new Set();

/**
 * Where words stand in an element, as [node, begin, end], one for each node that they are in: a link may divide a word.
 * @param {Element} place
 * @param {string[]} words
 */
function* piecesIn(place, words) {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode));
  const found = occurrences(nodes.map(({ data }) => data).join(""), words);
  let start = 0;
  for (const node of nodes) {
    const { length } = node.data;
    for (const [from, to] of found) {
      const begin = Math.max(from - start, 0);
      const end = Math.min(to - start, length);
      if (begin < end) yield /** @type {[Text, number, number]} */ ([node, begin, end]);
    }
    start += length;
  }
}

// Browsers without highlights get elements, which are taken out again.
function unmark() {
  for (const mark of document.querySelectorAll(`mark.${NAME}`)) {
    const { parentNode } = mark;
    mark.replaceWith(...mark.childNodes);
    parentNode?.normalize();
  }
}

/** @param {[Text, number, number][]} pieces */
function markEach(pieces) {
  unmark();
  // From the end: what is before stays where it is.
  for (const [node, begin, end] of pieces.reverse()) {
    const range = new Range();
    range.setStart(node, begin);
    range.setEnd(node, end);
    range.surroundContents(h("mark", { className: NAME }));
  }
}

/**
 * @param {ItemView[]} views  those that are shown
 * @param {string[]} words  folded; none takes all marks away
 */
export function mark(views, words) {
  const places = words.length ? views.flatMap(({ box }) => [...box.querySelectorAll(PLACES)]) : [];
  for (const hints of opened) hints.open = false;
  opened.clear();
  // Before anything is looked for: their marks divide the text.
  unmark();
  const pieces = places.flatMap((place) => [...piecesIn(place, words)]);
  for (const [node] of pieces) {
    const hints = node.parentElement?.closest("details");
    if (hints && !hints.open) opened.add(hints);
  }
  for (const hints of opened) hints.open = true;
  if (!("highlights" in CSS)) return markEach(pieces);
  const ranges = pieces.map(
    ([node, startOffset, endOffset]) =>
      new StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset }),
  );
  CSS.highlights.set(NAME, new Highlight(...ranges));
}
