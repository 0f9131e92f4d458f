// One answer in words.
// @ts-check
import { seeable, t } from "./text.js";
import { DISPOSITIONS } from "./vocabulary.js";
/** @import { Answer, Entry, Evidence, Item, Origin, Vocabulary } from "../types" */
/** @typedef {(text: string) => string | null} Linker  makes an address that may be linked to of a text, or nothing */

const joined = (/** @type {unknown[]} */ ...texts) => texts.filter(Boolean).join(", ");
/** @type {(address: Linker, evidence: Evidence) => string} */
const evidenceText = (address, { label, link, date, who }) =>
  joined(label, link && (address(link) ?? link), date, who && t("from %(who)s", { who }));
/** @type {(words: Vocabulary, origin: Origin) => string} */
export const fromText = (words, { kind, question, answer }) =>
  joined(
    t("%(what)s from “%(question)s”", { what: t(DISPOSITIONS[kind]), question }),
    answer && t("answered “%(answer)s”", { answer: words.answer[answer] }),
  );
/** @type {(words: Vocabulary, value?: Answer | null) => string} */
export const answerText = (words, value) =>
  joined(
    words.answer[value?.answer ?? ""] ?? t("Not answered"),
    value?.risk && t("risk %(risk)s", { risk: words.risk[value.risk].toLowerCase() }),
  );
/** @type {(words: Vocabulary, value: Answer, address?: Linker) => [string, string | undefined][]} */
export const allOf = (words, value, address = () => null) => partsOf(words, address, words.withoutStrayReason(value));

/** @type {(words: Vocabulary, address: Linker, value: Answer) => [string, string | undefined][]} */
const partsOf = (
  words,
  address,
  { answer, reason, confidence, risk, impact, note, evidence = [], action: { what, owner, due } = {}, was, from = [] },
) => [
  [t("Answer"), words.answer[answer ?? ""]],
  [t("Reason"), reason],
  [words.titles.confidence ?? t("Confidence"), words.confidence[confidence ?? ""]],
  [words.titles.risk ?? t("Risk"), words.risk[risk ?? ""]],
  [words.titles.impact ?? t("Impact on the deal"), words.impact[impact ?? ""]],
  [t("Note"), note],
  [
    t("Evidence"),
    evidence
      .map((each) => evidenceText(address, each))
      .filter(Boolean)
      .join("\n"),
  ],
  [t("Action"), what],
  [t("Owner"), owner],
  [t("Due"), due],
  [t("Answered as"), was],
  [t("Origin"), from.map((origin) => fromText(words, origin)).join("\n")],
];

// "" for what came by a link, which has no times.
/** @type {(time: number | undefined) => string} */
export const dayOf = (time) => (time && time > 1e12 ? new Date(time).toLocaleDateString("sv") : "");
/** @type {(entry: Partial<Entry>) => string} */
export const byOf = ({ who }) => seeable(who, "");
/** @type {(entry: Partial<Entry>) => string} */
export const whenText = (entry) => joined(dayOf(entry.time), byOf(entry) && t("by %(who)s", { who: byOf(entry) }));

/** @type {(words: Vocabulary, value: Answer, address?: Linker) => [string, string][]} */
export const details = (words, value, address) =>
  /** @type {[string, string][]} */ (allOf(words, value, address).filter(([, text]) => text));

// What a search looks through: what can be read on the page.
/** @type {(words: Vocabulary, item: Item, value: Answer) => string} */
export const textOf = (words, { question, why, red_flag, evidence, hints = {}, text }, value) =>
  [
    question,
    why,
    red_flag,
    evidence,
    ...Object.values(/** @type {object} */ (hints)),
    text,
    ...details(words, value).map(([, text]) => text),
  ]
    .join("\n")
    .toLowerCase();
