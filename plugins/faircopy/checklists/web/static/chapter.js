// What the chapters of a report, and of a comparison, have in common.
// @ts-check
import { answerText } from "./answer.js";
import { answerOf } from "./assessment.js";
import { itemsOf } from "./list.js";
import { t } from "./text.js";
/** @import { Assessment, Block, Entry, Item, List, Section } from "../types" */
/** @typedef {(list: List, assessment: Assessment) => Block[]} Chapter */

/** @type {(assessment: Assessment, item: { id: string }) => Partial<Entry>} */
export const entryOf = (assessment, { id }) => assessment.entries[`answers/${id}`] ?? {};

/** @type {(title: string, some: unknown[], ...blocks: Block[]) => Block[]} */
export const titled = (title, some, ...blocks) => (some.length ? [["h", 3, title], ...blocks] : []);

/** @type {(pairs: [string, string | false | undefined][]) => [string, string][]} */
export const known = (pairs) => /** @type {[string, string][]} */ (pairs.filter(([, text]) => text));

// A section with those that it is in.
/** @type {(sections: Section[], section: Section) => string} */
export function pathOf(sections, { title, parent }) {
  const outer = sections.find(({ id }) => id === parent);
  return outer ? `${pathOf(sections, outer)} – ${title}` : title;
}

// The highest risk first.
/** @type {(title: string, list: List, assessment: Assessment) => Block[]} */
export function flags(title, list, assessment) {
  const level = (/** @type {Item} */ { id }) => list.words.level(answerOf(assessment, id));
  const items = itemsOf(list, assessment)
    .filter(({ id }) => list.words.isFlag(answerOf(assessment, id)))
    .sort((a, b) => level(b) - level(a));
  const lines = items.map(({ id, question }) => [
    question,
    answerText(list.words, answerOf(assessment, id)),
    answerOf(assessment, id).note ?? "",
  ]);
  return titled(title, lines, ["table", [t("Question"), t("Answer"), t("Note")], lines]);
}
