// What is handed over, as blocks (docs/internals-checklist.md) that become a page, a file, Markdown or CSV.
// @ts-check
import { addressOf } from "./addresses.js";
import { allOf, answerText, byOf, dayOf, details, whenText } from "./answer.js";
import { answerOf, nameOf, read } from "./assessment.js";
import { assignedTo, itemsOf, progressText, retiredOf, sectionsOf, tallies } from "./list.js";
import { plainOf } from "./plain.js";
import { numbers } from "./sums.js";
import { n, oneLine, seeable, t } from "./text.js";
import { DISPOSITIONS } from "./vocabulary.js";
/** @import { Action, Answer, Assessment, Block, Entry, Item, List, Section } from "../types" */
/** @typedef {(list: List, assessment: Assessment) => Block[]} Chapter */

/** @type {(assessment: Assessment, item: { id: string }) => Partial<Entry>} */
const entryOf = (assessment, { id }) => assessment.entries[`answers/${id}`] ?? {};

// Of an assessment: who or what it is about.
/** @type {(assessment: Assessment) => string} */
export const subjectOf = (assessment) => seeable(read(assessment, "subject"), nameOf(assessment));

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

/** @type {(title: string, some: unknown[], ...blocks: Block[]) => Block[]} */
export const titled = (title, some, ...blocks) => (some.length ? [["h", 3, title], ...blocks] : []);
/** @type {(pairs: [string, string | false | undefined][]) => [string, string][]} */
const known = (pairs) => /** @type {[string, string][]} */ (pairs.filter(([, text]) => text));

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

// A section with those that it is in.
/** @type {(sections: Section[], section: Section) => string} */
function pathOf(sections, { title, parent }) {
  const outer = sections.find(({ id }) => id === parent);
  return outer ? `${pathOf(sections, outer)} – ${title}` : title;
}

/** @type {(list: List, item: Item) => string | undefined} */
const priorityOf = ({ priorities = [] }, { priority }) => priorities.find(({ value }) => value === priority)?.label;

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
function answers(list, assessment) {
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
function appendix(list, assessment) {
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

/** @type {(title: string, list: List, assessment: Assessment) => Block[]} */
export function flags(title, list, assessment) {
  const items = itemsOf(list, assessment).filter(({ id }) => list.words.isFlag(answerOf(assessment, id)));
  const lines = items.map(({ id, question }) => [
    question,
    answerText(list.words, answerOf(assessment, id)),
    answerOf(assessment, id).note ?? "",
  ]);
  return titled(title, lines, ["table", [t("Question"), t("Answer"), t("Note")], lines]);
}

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
