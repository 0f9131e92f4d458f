// Marks what a search has found, and leaves the text as it is.
// @ts-check
import { h } from "./elements.js";
import { occurrences } from "./occurrences.js";
/** @import { ChecklistApp } from "./main.js" */
/** @import { QuestionView } from "./item.js" */

const NAME = "checklist-found";
const PLACES = "legend, .hints dt, .hints dd";
// Hints that were opened because something was found in them, and where that is, in each list of the page.
/** @type {Map<ChecklistApp, Set<HTMLDetailsElement>>} */
const openedIn = new Map();
/** @type {Map<ChecklistApp, StaticRange[]>} */
const rangesIn = new Map();

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
/** @param {ChecklistApp} app */
function unmark(app) {
  for (const mark of app.querySelectorAll(`mark.${NAME}`)) {
    const { parentNode } = mark;
    mark.replaceWith(...mark.childNodes);
    parentNode?.normalize();
  }
}

/** @param {[Text, number, number][]} pieces */
function markEach(pieces) {
  // From the end: what is before stays where it is.
  for (const [node, begin, end] of pieces.reverse()) {
    const range = new Range();
    range.setStart(node, begin);
    range.setEnd(node, end);
    range.surroundContents(h("mark", { className: NAME }));
  }
}

/**
 * Marks the words in a list of the page; what is marked in another one stays.
 * @param {ChecklistApp} app
 * @param {QuestionView[]} views  those that are shown
 * @param {string[]} words  folded; none takes all marks away
 */
export function mark(app, views, words) {
  const opened = openedIn.get(app) ?? new Set();
  openedIn.set(app, opened);
  const places = words.length ? views.flatMap(({ box }) => [...box.querySelectorAll(PLACES)]) : [];
  for (const hints of opened) hints.open = false;
  opened.clear();
  // Before anything is looked for: their marks divide the text.
  unmark(app);
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
  rangesIn.set(app, ranges);
  CSS.highlights.set(NAME, new Highlight(...[...rangesIn.values()].flat()));
}
