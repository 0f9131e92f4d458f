// An assessment as the rows of a table, one for each question.
// @ts-check
import { addressOf } from "./addresses.js";
import { allOf, byOf, dayOf } from "./answer.js";
import { entryOf } from "./chapter.js";
import { retiredOf } from "./former.js";
import { assignedTo, sectionsOf } from "./list.js";
import { t } from "./text.js";
/** @import { Assessment, Item, List } from "../types" */

/** @type {(list: List, assessment: Assessment) => string[][]} */
export function rows(list, assessment) {
  /** @type {{ id?: string, title: string, items: Item[] }} */
  const gone = { title: t("No longer on the list"), items: retiredOf(list, assessment) };
  /** @type {(section: { id?: string, title: string }, item: Item) => string[]} */
  const line = ({ title, id: section }, { id, question }) => {
    const entry = entryOf(assessment, { id });
    const parts = allOf(list.words, entry.value ?? {}, addressOf).map(([, text]) => text ?? "");
    return [
      title,
      id,
      question,
      ...parts,
      dayOf(entry.time),
      byOf(entry),
      section ? assignedTo(assessment, section) : "",
    ];
  };
  const lines = [...sectionsOf(list, assessment), gone].flatMap((section) =>
    section.items.map((item) => line(section, item)),
  );
  return [
    [
      t("Section"),
      "Id",
      t("Question"),
      ...allOf(list.words, {}).map(([term]) => term),
      t("Answered on"),
      t("Answered by"),
      t("Assigned to"),
    ],
    ...lines,
  ];
}
