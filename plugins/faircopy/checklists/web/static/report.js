// What is handed over, as blocks (docs/internals-checklist.md) that become a page, Markdown or CSV.
import { allOf, answerText, details } from "./answer.js";
import { answerOf, nameOf } from "./assessment.js";
import { itemsOf, numbers, retiredOf, sectionsOf, sumText, tallies } from "./list.js";
import { DISPOSITIONS } from "./vocabulary.js";

export function rows(list, assessment) {
  const gone = { title: "No longer on the list", items: retiredOf(list, assessment) };
  const lines = [...sectionsOf(list, assessment), gone].flatMap(({ title, items }) =>
    items.map(({ id, question }) => [title, id, question, ...allOf(list.words, answerOf(assessment, id) ?? {}).map(([, text]) => text ?? "")]));
  return [["Section", "Id", "Question", ...allOf(list.words, {}).map(([term]) => term)], ...lines];
}

const titled = (title, some, ...blocks) => (some.length ? [["h", 3, title], ...blocks] : []);

export function report(list, assessment) {
  const valueOf = ({ id }) => answerOf(assessment, id);
  const full = (items, fate) => items.flatMap((item) => [["h", 4, item.question], ...fate(item), ["pairs", details(list.words, valueOf(item))]]);
  const actions = itemsOf(list, assessment).filter((item) => valueOf(item)?.action);
  const gone = retiredOf(list, assessment);
  return [
    ["h", 2, nameOf(assessment)],
    ["p", `${list.title}, revision ${list.revision}. ${list.url}`],
    numbers(list, assessment),
    ...flags("Red flags", list, assessment),
    ...titled("Actions", actions, ["table", ["Action", "Owner", "Due", "Question"], actions.map((item) => [...["what", "owner", "due"].map((name) => valueOf(item).action[name] ?? ""), item.question])]),
    ...sectionsOf(list, assessment).flatMap(({ title, items }) => {
      const open = items.filter((item) => !valueOf(item));
      return titled(title, items, ...full(items.filter(valueOf), () => []), ...(open.length ? [["p", "Not answered:"], ["list", open.map(({ question }) => question)]] : []));
    }),
    ...titled("No longer on the list", gone, ...full(gone, ({ kind, date }) => (kind ? [["p", `${DISPOSITIONS[kind]} in the revision of ${date}.`]] : []))),
  ];
}

function flags(title, list, assessment) {
  const items = itemsOf(list, assessment).filter(({ id }) => list.words.isFlag(answerOf(assessment, id)));
  return titled(title, items, ["list", items.map(({ id, question }) => `${question} ${answerText(list.words, answerOf(assessment, id))}`)]);
}

// For the company: nothing that the assessor thinks may be in it.
export function requests(list, assessment) {
  const { isDone, request, takesReason } = list.words;
  const behind = (value) => (request(value) ? ` (${request(value)})` : "");
  const line = ({ id, question, evidence }) =>
    `${question}${behind(answerOf(assessment, id))}${evidence ? ` What would help: ${evidence}` : ""}`;
  const isOpen = ({ id }) => !isDone(answerOf(assessment, id)) && !takesReason(answerOf(assessment, id));
  return [["h", 2, "Open questions"], ...sectionsOf(list, assessment).flatMap(({ title, items }) => {
    const open = items.filter(isOpen);
    return titled(title, open, ["list", open.map(line)]);
  })];
}

export function compare(list, assessments) {
  const names = assessments.map(nameOf);
  const sections = assessments.map((each) => tallies(list, each).map((tally) => [tally.title, sumText(tally)]));
  const items = new Map(assessments.flatMap((each) => itemsOf(list, each)).map((item) => [item.id, item]));
  const lines = [...items.values()].map(({ id, question }) => [question, ...assessments.map((each) => answerText(list.words, answerOf(each, id)))]);
  const differing = lines.filter(([, first, ...rest]) => rest.some((text) => text !== first));
  return [
    ["h", 2, "Comparison"],
    ["table", ["Section", ...names], (sections[0] ?? []).map(([title], i) => [title, ...sections.map((each) => each[i][1])])],
    ...titled("Where they differ", differing, ["table", ["Question", ...names], differing]),
    ...assessments.flatMap((each) => flags(`Red flags: ${nameOf(each)}`, list, each)),
  ];
}
