// The list as one assessment sees it, and its sums.
// @ts-check
import { answerOf, keysOf, read } from "./assessment.js";
import { seeable, t } from "./text.js";
import { vocabulary } from "./vocabulary.js";
/** @import { Answer, Assessment, Item, List, Section, Tally, Vocabulary } from "../types" */

// Frozen: whatever is brought in, the list stays as its author wrote it.
/** @type {(text: string | null | undefined) => List} */
export function listOf(text) {
  const list = JSON.parse(String(text), (_, value) => Object.freeze(value));
  return Object.freeze({ ...list, words: vocabulary(list) });
}

// So many own questions are shown: with tens of thousands, which somebody may send, a page takes minutes to open.
export const MAX_OWN_SHOWN = 1000;

/** @type {(list: List, assessment: Assessment) => Section[]} */
export function sectionsOf({ sections }, assessment) {
  /** @type {(id: string, value: { section: string, question: string }) => Item} */
  const ownOf = (id, { section, question }) => ({
    section,
    question: seeable(question, t("Your question")),
    id,
    own: true,
  });
  const own = keysOf(assessment, "questions/")
    .slice(0, MAX_OWN_SHOWN)
    .map((id) => ownOf(id, read(assessment, `questions/${id}`)));
  const home = (/** @type {Item} */ item) => sections.find(({ id }) => id === item.section) ?? sections.at(-1);
  return sections.map((section) => ({
    ...section,
    items: [...section.items, ...own.filter((item) => home(item) === section)],
  }));
}

/** @type {(list: List, assessment: Assessment) => Item[]} */
export const itemsOf = (list, assessment) => sectionsOf(list, assessment).flatMap(({ items }) => items);

// With the sums of each section are those of the sections in it.
/** @type {(sections: Section[]) => Section[]} */
function withNested(sections) {
  /** @type {Map<string | undefined, Section>} */
  const all = new Map(sections.map((section) => [section.id, { ...section }]));
  for (const { id, parent } of [...sections].reverse()) {
    const outer = parent && all.get(parent);
    if (outer) outer.items = [...outer.items, ...(all.get(id)?.items ?? [])];
  }
  return [...all.values()];
}

// How much of the bar is filled, of as many as count: heavy questions fill more of it.
/** @type {(items: Item[], assessment: Assessment, words: Vocabulary) => number} */
function filledOf(items, assessment, words) {
  const counted = items
    .map(({ id, weight = 1 }) => /** @type {[Answer, number]} */ ([answerOf(assessment, id), weight]))
    .filter(([value]) => !words.isExcluded(value));
  const all = counted.reduce((sum, [, weight]) => sum + weight, 0);
  return (
    all && (counted.length * counted.reduce((sum, [value, weight]) => sum + weight * words.weight(value), 0)) / all
  );
}

// Who works on a section.
/** @type {(assessment: Assessment, section: string) => string} */
export const assignedTo = (assessment, section) => seeable(read(assessment, `assigned/${section}`), "");

/** @type {(section: Partial<Section> & { items: Item[] }, assessment: Assessment, list: List) => Tally} */
function tally({ id, title = t("All"), items }, assessment, { words, priorities = [] }) {
  const [first] = priorities;
  const values = items.map(({ id }) => answerOf(assessment, id));
  const counted = values.filter((value) => !words.isExcluded(value));
  const isFirst = (/** @type {Item} */ { id, priority }) =>
    first && priority === first.value && !words.isExcluded(answerOf(assessment, id));
  const firsts = items.filter(isFirst);
  const firstsDone = firsts.filter(({ id }) => words.isDone(answerOf(assessment, id))).length;
  const risk = Math.max(-1, ...values.map(words.level));
  const levels = Object.values(words.risk);
  return {
    title,
    person: id ? assignedTo(assessment, id) : "",
    done: counted.filter(words.isDone).length,
    counted: counted.length,
    flags: values.filter(words.isFlag).length,
    filled: filledOf(items, assessment, words),
    first: firsts.length
      ? `${first.label.toLowerCase()}: ${progressText({ done: firstsDone, counted: firsts.length })}`
      : "",
    isRisky: levels.length > 0,
    risk,
    highest: levels.length - 1,
    riskLabel: levels[risk],
    isFlagged: words.isFlagLevel(risk),
  };
}

/** @type {(list: List, assessment: Assessment) => Tally[]} */
export const tallies = (list, assessment) =>
  [...withNested(sectionsOf(list, assessment)), { items: itemsOf(list, assessment) }].map((section) =>
    tally(section, assessment, list),
  );

/** @type {(tally: { done: number, counted: number }) => string} */
export const progressText = ({ done, counted }) => t("%(done)s of %(counted)s", { done, counted });
/** @type {(tally: Tally) => string} */
export const riskText = ({ risk, highest, riskLabel }) =>
  risk < 0 ? t("not rated") : `${riskLabel?.toLowerCase()} (${progressText({ done: risk, counted: highest })})`;
/** @type {(tally: Tally) => string} */
export const sumText = (tally) =>
  [
    t("%(progress)s answered", { progress: progressText(tally) }),
    tally.first,
    tally.isRisky && t("risk %(risk)s", { risk: riskText(tally) }),
    tally.person && t("for %(person)s", { person: tally.person }),
  ]
    .filter(Boolean)
    .join(" · ");
