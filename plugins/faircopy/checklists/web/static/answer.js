// One answer in words.
import { t } from "./text.js";
import { DISPOSITIONS } from "./vocabulary.js";

const joined = (...texts) => texts.filter(Boolean).join(", ");
const evidenceText = (address, { label, link, date, who }) => joined(label, link && (address(link) ?? link), date, who && t("from %(who)s", { who }));
export const fromText = (words, { kind, question, answer }) =>
  joined(t("%(what)s from “%(question)s”", { what: t(DISPOSITIONS[kind]), question }), answer && t("answered “%(answer)s”", { answer: words.answer[answer] }));
export const answerText = (words, value) =>
  joined(words.answer[value?.answer] ?? t("Not answered"), value?.risk && t("risk %(risk)s", { risk: words.risk[value.risk].toLowerCase() }));
// With `address`, which makes an address that may be linked to of a text, or null.
export const allOf = (words, value, address = () => null) => partsOf(words, address, words.withoutStrayReason(value));

const partsOf = (words, address, { answer, reason, confidence, risk, impact, note, evidence = [], action: { what, owner, due } = {}, was, from = [] }) => [
  [t("Answer"), words.answer[answer]], [t("Reason"), reason], [words.titles.confidence ?? t("Confidence"), words.confidence[confidence]], [words.titles.risk ?? t("Risk"), words.risk[risk]],
  [words.titles.impact ?? t("Impact on the deal"), words.impact[impact]], [t("Note"), note],
  [t("Evidence"), evidence.map((each) => evidenceText(address, each)).filter(Boolean).join("\n")], [t("Action"), what], [t("Owner"), owner], [t("Due"), due], [t("Answered as"), was], [t("Origin"), from.map((origin) => fromText(words, origin)).join("\n")],
];

/** @type {(words: any, value: any) => [string, string][]} */
export const details = (words, value, address) => allOf(words, value, address).filter(([, text]) => text);

// What a search looks through: what can be read on the page.
/** @type {(words: any, item: any, value: any) => string} */
export const textOf = (words, { question, why, red_flag, evidence, hints = {}, text }, value) =>
  [question, why, red_flag, evidence, ...Object.values(hints), text, ...details(words, value).map(([, text]) => text)].join("\n").toLowerCase();
