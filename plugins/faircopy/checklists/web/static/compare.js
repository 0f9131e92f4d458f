// Assessments beside each other, as blocks; and one subject over time.
// @ts-check
import { answerText } from "./answer.js";
import { answerOf, nameOf } from "./assessment.js";
import { flags, titled } from "./chapter.js";
import { retiredOf } from "./former.js";
import { itemsOf, sumText, tallies } from "./list.js";
import { t } from "./text.js";
/** @import { Answer, Assessment, Block, List, Tally, Vocabulary } from "../types" */

// The sums of each section, beside each other.
/** @type {(list: List, assessments: Assessment[]) => Block} */
function sumsTable(list, assessments) {
  const sums = assessments.map((each) => tallies(list, each));
  const line = (/** @type {Tally} */ { title }, /** @type {number} */ i) => [
    title,
    ...sums.map((all) => sumText(all[i])),
  ];
  return ["table", [t("Section"), ...assessments.map(nameOf)], (sums[0] ?? []).map(line)];
}

/** @type {(list: List, assessments: Assessment[]) => Block[]} */
export function compare(list, assessments) {
  const items = new Map(assessments.flatMap((each) => itemsOf(list, each)).map((item) => [item.id, item]));
  const lines = [...items.values()].map(({ id, question }) => [
    question,
    ...assessments.map((each) => answerText(list.words, answerOf(each, id))),
  ]);
  const differing = lines.filter(([, first, ...rest]) => rest.some((text) => text !== first));
  return [
    ["h", 2, t("Comparison")],
    sumsTable(list, assessments),
    ...titled(t("Where they differ"), differing, ["table", [t("Question"), ...assessments.map(nameOf)], differing]),
    ...assessments.flatMap((each) => flags(t("Red flags: %(name)s", { name: nameOf(each) }), list, each)),
  ];
}

const lastChange = (/** @type {Assessment} */ { entries }) =>
  Object.values(entries).reduce((last, { time }) => Math.max(last, time), 0);

/** @type {(assessments: Assessment[]) => Assessment[]} */
export const inOrder = (assessments) => [...assessments].sort((a, b) => lastChange(a) - lastChange(b));

// Which way an answer went: by its risk where both are rated, else by what is a red flag, else by what the words weigh.
// What does not apply weighs nothing, whether there is a reason or not. A first answer is no better than none.
/** @type {(words: Vocabulary, before: Answer, after: Answer) => string} */
function direction({ level, isDone, isFlag, takesReason, weight }, before, after) {
  const [from, to] = [level(before), level(after)];
  if (from >= 0 && to >= 0 && from !== to) return to < from ? "Better" : "Worse";
  const isOpen = (/** @type {Answer} */ value) => !isDone(value) && !takesReason(value);
  if (isOpen(before) !== isOpen(after)) return isOpen(before) ? "New" : "No longer answered";
  if (isFlag(before) !== isFlag(after)) return isFlag(before) ? "Better" : "Worse";
  if (takesReason(before) || takesReason(after)) return "Changed";
  if (weight(before) !== weight(after)) return weight(after) > weight(before) ? "Better" : "Worse";
  return "Changed";
}

// The questions by what became of their answers, each with both answers in words.
/** @type {(list: List, before: Assessment, after: Assessment) => Record<string, string[][]>} */
function movements(list, before, after) {
  const { words } = list;
  /** @type {Record<string, string[][]>} */
  const found = { Worse: [], Better: [], Changed: [], New: [], "No longer answered": [], "No longer asked": [] };
  const text = (/** @type {Answer | undefined} */ value) => answerText(words, value);
  /** @type {(kind: string, question: string, from?: Answer, to?: Answer) => void} */
  const put = (kind, question, from, to) => found[kind].push([question, text(from), text(to)]);
  const questions = new Map([before, after].flatMap((each) => itemsOf(list, each)).map((item) => [item.id, item]));
  for (const { id, question } of questions.values()) {
    const [from, to] = [before, after].map((each) => answerOf(each, id));
    if (!from && !to) continue;
    if (!from || !to) put(to ? "New" : "No longer answered", question, from, to);
    else if (text(from) !== text(to)) put(direction(words, from, to), question, from, to);
  }
  for (const { id, question } of retiredOf(list, before))
    if (!questions.has(id)) put("No longer asked", question, answerOf(before, id), answerOf(after, id));
  return found;
}

// What became of the answers between two assessments of one subject.
/** @type {(list: List, before: Assessment, after: Assessment) => Block[]} */
export function changes(list, before, after) {
  const found = Object.entries(movements(list, before, after)).filter(([, lines]) => lines.length);
  const names = [before, after].map(nameOf);
  const counts = found.map(([kind, lines]) => `${t(kind)}: ${lines.length}`);
  /** @type {Block[]} */
  const rule = [
    ["p", t("Better or worse is told by risk, red flags and what an answer weighs. All else is only a change.")],
  ];
  return [
    ["h", 2, t("From %(first)s to %(last)s", { first: names[0], last: names[1] })],
    ["p", counts.length ? `${counts.join(". ")}.` : t("Nothing has changed.")],
    ...(found.some(([kind]) => kind === "Changed") ? rule : []),
    sumsTable(list, [before, after]),
    ...found.flatMap(([kind, lines]) => titled(t(kind), lines, ["table", [t("Question"), ...names], lines])),
  ];
}
