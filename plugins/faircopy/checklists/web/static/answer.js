// One answer in words.
import { DISPOSITIONS } from "./vocabulary.js";

const joined = (...texts) => texts.filter(Boolean).join(", ");
const evidenceText = (address, { label, link, date, who }) => joined(label, link && (address(link) ?? link), date, who && `from ${who}`);
export const fromText = (words, { kind, question, answer }) =>
  `${DISPOSITIONS[kind]} from “${question}”${answer ? `, answered “${words.answer[answer]}”` : ""}`;
export const answerText = (words, value) =>
  joined(words.answer[value?.answer] ?? "Not answered", value?.risk && `risk ${words.risk[value.risk].toLowerCase()}`);
// With `address`, which makes an address that may be linked to of a text, or null.
export const allOf = (words, value, address = () => null) => partsOf(words, address, words.withoutStrayReason(value));

const partsOf = (words, address, { answer, reason, confidence, risk, impact, note, evidence = [], action: { what, owner, due } = {}, was, from = [] }) => [
  ["Answer", words.answer[answer]], ["Reason", reason], [words.titles.confidence ?? "Confidence", words.confidence[confidence]], [words.titles.risk ?? "Risk", words.risk[risk]],
  [words.titles.impact, words.impact[impact]], ["Note", note],
  ["Evidence", evidence.map((each) => evidenceText(address, each)).filter(Boolean).join("\n")], ["Action", what], ["Owner", owner], ["Due", due], ["Answered as", was], ["Origin", from.map((origin) => fromText(words, origin)).join("\n")],
];

/** @type {(words: any, value: any) => [string, string][]} */
export const details = (words, value, address) => allOf(words, value, address).filter(([, text]) => text);

// What a search looks through: what can be read on the page.
/** @type {(words: any, item: any, value: any) => string} */
export const textOf = (words, { question, why, red_flag, evidence, hints = {}, text }, value) =>
  [question, why, red_flag, evidence, ...Object.values(hints), text, ...details(words, value).map(([, text]) => text)].join("\n").toLowerCase();
