// What the words of an answer mean. They come with the data of the list (answers.json).
// @ts-check
/** @import { Answer, Vocabulary, Word, Words } from "../types" */

// What became of a question that is gone.
/** @type {Record<string, string>} */
export const DISPOSITIONS = {
  retired: "Retired",
  "replaced-by": "Replaced",
  "split-to": "Split",
  "merged-to": "Merged",
};

/**
 * @param {Words} words
 * @returns {Vocabulary}
 */
export function vocabulary({ answers, former = [], confidence, risk, impact, titles = {} }) {
  // A reader may have given an answer that is no longer offered.
  const known = [...answers, ...former];
  /** @type {(words: Word[]) => Record<string, string>} */
  const labels = (words) => Object.fromEntries(words.map(({ value, label }) => [value, label]));
  /** @type {(value?: Answer | null) => Partial<Word>} */
  const meaning = (value) => known.find((answer) => answer.value === value?.answer) ?? {};
  /** @type {(value?: Answer | null) => number} */
  const level = (value) => risk.findIndex((word) => word.value === value?.risk);
  /** @type {(value?: Answer | null) => boolean} */
  const takesReason = (value) => meaning(value).counts === "excluded";
  /** @type {(value?: Answer | null) => boolean} */
  const isExcluded = (value) => Boolean(takesReason(value) && value?.reason);
  /** @type {(value?: Answer | null) => boolean} */
  const isDone = (value) => meaning(value).counts === "answered" || isExcluded(value);
  return {
    // Label by value.
    offered: labels(answers),
    answer: labels(known),
    confidence: labels(confidence),
    risk: labels(risk),
    impact: labels(impact),
    titles,
    level,
    takesReason,
    isExcluded,
    isDone,
    isFlag: (value) => Boolean(meaning(value).flag || risk[level(value)]?.flag),
    isFlagLevel: (number) => Boolean(risk[number]?.flag),
    // Of a section's bar, 0 to 1.
    weight: (value) => meaning(value).weight ?? Number(isDone(value)),
    request: (value) => meaning(value).request,
    // A reason belongs to some answers only.
    withoutStrayReason: ({ reason, ...value }) => (takesReason(value) && reason ? { ...value, reason } : value),
  };
}
