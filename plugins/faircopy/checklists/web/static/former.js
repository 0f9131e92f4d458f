// What was on the list before: questions that are gone, and those that a revision had.
// @ts-check
import { keysOf } from "./assessment.js";
import { itemsOf } from "./list.js";
import { t } from "./text.js";
import { DISPOSITIONS } from "./vocabulary.js";
/** @import { Assessment, Item, List } from "../types" */

/** @type {(list: List, assessment: Assessment) => (Item & { kind?: string, date?: string })[]} */
export function retiredOf(list, assessment) {
  const listed = new Set(itemsOf(list, assessment).map(({ id }) => id));
  const changes = list.revisions.flatMap(({ date, changes }) => changes.map((change) => ({ date, ...change })));
  return keysOf(assessment)
    .filter((id) => !listed.has(id))
    .map((id) => ({
      id,
      question: assessment.entries[`questions/${id}`] ? t("A question of your own, removed") : id,
      ...changes.findLast((change) => change.id === id && DISPOSITIONS[change.kind]),
    }));
}

// The ids of the questions that a revision had, by number, in an order of which no edit of the list is part.
/** @type {(list: List, index: number) => string[]} */
export function questionIds({ sections, revisions }, index) {
  const ids = new Set(sections.flatMap(({ items }) => items.map(({ id }) => id)));
  for (const { kind, id } of revisions
    .slice(index + 1)
    .flatMap(({ changes }) => changes)
    .reverse()) {
    if (kind === "added") ids.delete(id);
    else if (DISPOSITIONS[kind]) ids.add(id);
  }
  return [...ids].sort();
}
