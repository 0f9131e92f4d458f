// All answers in full, and what is still open: the long part of a report.
// @ts-check
import { addressOf } from "./addresses.js";
import { details, whenText } from "./answer.js";
import { answerOf } from "./assessment.js";
import { entryOf, known, pathOf, titled } from "./chapter.js";
import { retiredOf } from "./former.js";
import { assignedTo, sectionsOf } from "./list.js";
import { plainOf } from "./plain.js";
import { t } from "./text.js";
import { DISPOSITIONS } from "./vocabulary.js";
/** @import { Block, Entry, Item, List } from "../types" */
/** @import { Chapter } from "./chapter.js" */

/** @type {(list: List, item: Item) => string | undefined} */
const priorityOf = ({ priorities = [] }, { priority }) => priorities.find(({ value }) => value === priority)?.label;

// Hints that only this list has, such as a source. Those of every list are for who asks.
/** @type {(list: List, item: Item) => [string, string][]} */
const ownHints = ({ hints = [] }, item) => {
  const own = /** @type {Record<string, string> | undefined} */ (item.hints);
  return hints.map(({ value, label }) => [label, own?.[value] ?? ""]);
};

// What the author wrote at the head of a section.
/** @type {(text?: string) => Block[]} */
const passages = (text) => (text ? [["p", plainOf(text)]] : []);

// Who signs must see that another answer stands beside this one.
/** @type {(list: List, entry: Partial<Entry>) => [string, string][]} */
const rivalsOf = ({ words }, { others = [] }) =>
  others.map((other) => {
    const parts = details(words, other.value ?? {}, addressOf).map(([, text]) => text);
    return [t("Not decided; also answered"), [...parts, whenText(other)].filter(Boolean).join(", ") || t("Nothing")];
  });

/** @type {Chapter} */
export function answers(list, assessment) {
  /** @type {(item: Item) => Block[]} */
  const full = (item) => {
    const entry = entryOf(assessment, item);
    const parts = details(list.words, entry.value, addressOf);
    const pairs = known([
      [t("Priority"), priorityOf(list, item)],
      ...ownHints(list, item),
      ...parts,
      [t("Answered on"), whenText(entry)],
      ...rivalsOf(list, entry),
    ]);
    return [
      ["h", 4, item.question],
      ["pairs", pairs],
    ];
  };
  /** @type {(item: { kind?: string, date?: string }) => Block[]} */
  const fate = ({ kind, date }) =>
    kind ? [["p", t("%(what)s in the revision of %(date)s.", { what: t(DISPOSITIONS[kind]), date })]] : [];
  const gone = retiredOf(list, assessment);
  return [
    ...sectionsOf(list, assessment).flatMap((section) => {
      const { id, items } = section;
      const answered = items.filter((item) => answerOf(assessment, item.id));
      const person = assignedTo(assessment, id);
      /** @type {Block[]} */
      const assigned = person ? [["pairs", [[t("Assigned to"), person]]]] : [];
      const title = pathOf(list.sections, section);
      return titled(title, answered, ...passages(section.text), ...assigned, ...answered.flatMap(full));
    }),
    ...titled(
      t("No longer on the list"),
      gone,
      ...gone.flatMap((item) => {
        const [head, ...rest] = full(item);
        return [head, ...fate(item), ...rest];
      }),
    ),
  ];
}

/** @type {Chapter} */
export function appendix(list, assessment) {
  const { answer, isDone } = list.words;
  const stateOf = (/** @type {Item} */ item) =>
    [answer[answerOf(assessment, item.id)?.answer] ?? t("Not answered"), priorityOf(list, item)]
      .filter(Boolean)
      .join(", ");
  const lines = sectionsOf(list, assessment).flatMap((section) =>
    section.items
      .filter(({ id }) => !isDone(answerOf(assessment, id)))
      .map((item) => [item.question, pathOf(list.sections, section), stateOf(item)]),
  );
  return titled(t("Appendix: still open"), lines, ["table", [t("Question"), t("Section"), t("State")], lines]);
}
