// What is still to be asked, as blocks.
// @ts-check
import { answerOf } from "./assessment.js";
import { titled } from "./chapter.js";
import { sectionsOf } from "./list.js";
import { t } from "./text.js";
/** @import { Answer, Item } from "../types" */
/** @import { Chapter } from "./chapter.js" */

// For the company: nothing that the assessor thinks may be in it.
/** @type {Chapter} */
export function requests(list, assessment) {
  const { isDone, request, takesReason } = list.words;
  const behind = (/** @type {Answer} */ value) => (request(value) ? ` (${request(value)})` : "");
  const line = (/** @type {Item} */ { id, question, evidence }) =>
    [question + behind(answerOf(assessment, id)), evidence && t("What would help: %(evidence)s", { evidence })]
      .filter(Boolean)
      .join(" ");
  const isOpen = (/** @type {Item} */ { id }) =>
    !isDone(answerOf(assessment, id)) && !takesReason(answerOf(assessment, id));
  return [
    ["h", 2, t("Open questions")],
    ...sectionsOf(list, assessment).flatMap(({ title, items }) => {
      const open = items.filter(isOpen);
      return titled(title, open, ["list", open.map(line)]);
    }),
  ];
}
