// What is handed over, as blocks (docs/internals-checklist.md) that become a page, a file, Markdown or CSV.
// @ts-check
import { dayOf } from "./answer.js";
import { answers, appendix } from "./answered.js";
import { answerOf, nameOf, read } from "./assessment.js";
import { entryOf, flags, known, titled } from "./chapter.js";
import { itemsOf, progressText, tallies } from "./list.js";
import { numbers } from "./sums.js";
import { n, oneLine, seeable, t } from "./text.js";
/** @import { Action, Assessment, Block, Item, List } from "../types" */
/** @import { Chapter } from "./chapter.js" */

// Of an assessment: who or what it is about.
/** @type {(assessment: Assessment) => string} */
export const subjectOf = (assessment) => seeable(read(assessment, "subject"), nameOf(assessment));

/** @type {(list: List, assessment: Assessment, now: number) => Block[]} */
function cover(list, assessment, now) {
  const days = Object.entries(assessment.entries)
    .filter(([key]) => key.startsWith("answers/"))
    .map(([, { time }]) => dayOf(time))
    .filter(Boolean)
    .sort();
  const [first, last] = [days[0], days.at(-1)];
  return [
    ["h", 2, subjectOf(assessment)],
    [
      "pairs",
      known([
        [t("Assessment"), nameOf(assessment)],
        [t("Assessor"), seeable(read(assessment, "assessor"), "")],
        [t("Scope"), seeable(read(assessment, "scope"), "") && read(assessment, "scope")],
        [t("Date of this report"), dayOf(now)],
        [t("Answered"), first === last ? first : t("%(first)s to %(last)s", { first, last })],
        [t("Checklist"), t("%(title)s, revision %(date)s", { title: list.title, date: list.revision })],
        [t("Address"), list.url],
      ]),
    ],
  ];
}

// Actions in the order in which they are due; those without a date last.
/** @type {(list: List, assessment: Assessment) => [Action, Item][]} */
const actionsOf = (list, assessment) =>
  itemsOf(list, assessment)
    .map((item) => /** @type {[Action, Item]} */ ([answerOf(assessment, item.id)?.action, item]))
    .filter(([action]) => action)
    .sort(([a], [b]) => ((a.due || "~") < (b.due || "~") ? -1 : 1));

/** @type {Chapter} */
function summary(list, assessment) {
  const sums = tallies(list, assessment);
  const [all] = sums.slice(-1);
  const share = all.counted ? ` (${Math.round((100 * all.done) / all.counted)} %)` : "";
  const actions = actionsOf(list, assessment);
  const [next] = actions.map(([{ due }]) => due).filter(Boolean);
  const rivals = itemsOf(list, assessment).filter((item) => entryOf(assessment, item).others).length;
  const sentences = [
    t("%(progress)s questions are answered%(share)s.", { progress: progressText(all), share }),
    n(all.flags, "%(num)s red flag.", "%(num)s red flags."),
    all.first && `${all.first[0].toUpperCase()}${all.first.slice(1)}.`,
    all.isRisky &&
      (all.riskLabel
        ? t("The highest risk is %(risk)s.", { risk: all.riskLabel.toLowerCase() })
        : t("No risk is rated.")),
    next
      ? n(
          actions.length,
          "%(num)s action; the first is due on %(date)s.",
          "%(num)s actions; the first is due on %(date)s.",
          { date: oneLine(next) },
        )
      : n(actions.length, "%(num)s action.", "%(num)s actions."),
    rivals && t("Answered differently in two places and not decided: %(number)s.", { number: rivals }),
  ];
  return [
    ["h", 3, t("Summary")],
    ["p", sentences.filter(Boolean).join(" ")],
    ["chart", sums],
    numbers(list, assessment),
  ];
}

/** @type {Chapter} */
function actionTable(list, assessment) {
  const lines = actionsOf(list, assessment).map(([{ what = "", owner = "", due = "" }, { question }]) => [
    what,
    owner,
    due,
    question,
  ]);
  return titled(t("Actions"), lines, ["table", [t("Action"), t("Owner"), t("Due"), t("Question")], lines]);
}

// For a review that is signed: who has assessed, answered, or works on a section.
/** @type {(assessment: Assessment) => Block[]} */
function signatures(assessment) {
  const people = Object.entries(assessment.entries).flatMap(([key, { value, who }]) => {
    if (key.startsWith("assigned/") || key === "assessor") return value;
    return key.startsWith("answers/") ? who : [];
  });
  const names = [...new Set(people.map((name) => seeable(name, "")))].filter(Boolean).sort();
  return titled(t("Signatures"), names, [
    "table",
    [t("Name"), t("Date"), t("Signature")],
    names.map((name) => [name, "", ""]),
  ]);
}

/** @type {(list: List, assessment: Assessment, now?: number) => Block[]} */
export const report = (list, assessment, now = Date.now()) => [
  ...cover(list, assessment, now),
  ...summary(list, assessment),
  ...flags(t("Red flags"), list, assessment),
  ...actionTable(list, assessment),
  ...answers(list, assessment),
  ...appendix(list, assessment),
  ...signatures(assessment),
];
