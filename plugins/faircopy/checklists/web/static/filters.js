// Which questions are wanted, by words and by what was answered; and how the address says it: #answer=no&risk=high.
// @ts-check
import { details, textOf } from "./answer.js";
import { keysOf, read } from "./assessment.js";
import { fold, soughtWords } from "./text.js";
/** @import { Action, Answer, Assessment, Entry, Item, Vocabulary } from "../types" */

/**
 * What is wanted, by the name of the field. What is empty or missing is not asked for.
 * @typedef {Record<string, string>} Wanted
 */

// In the place of a word of the list: none of them. No word can be called so.
const NONE = "-";
const MAX_CHARS = 200;

// Maps: an address may ask for any name, and an object has some of its own.
/** @type {Map<string, (value: Answer, words: Vocabulary, others: unknown) => unknown>} */
const SHOW = new Map(
  Object.entries({
    open: (value, words) => !words.isDone(value),
    flags: (value, words) => words.isFlag(value),
    changed: ({ review }) => review,
    note: ({ note }) => note,
    undecided: (value, words, others) => others,
  }),
);

/** @type {Map<string, (action: Action | undefined, today: string) => unknown>} */
const ACTIONS = new Map(
  Object.entries({
    open: (action) => action,
    late: (action, today) => action?.due && action.due < today,
    none: (action) => !action,
  }),
);

// As a field for dates writes it: the day here, not in Greenwich.
const today = () => new Date().toLocaleDateString("sv");
/** @type {(owner: string | undefined) => string} */
const ownerKey = (owner) => fold(owner ?? "").trim();
/** @type {(name: "answer" | "confidence" | "risk") => (wanted: string, value: Answer) => boolean} */
const isWord = (name) => (wanted, value) => (value[name] || NONE) === wanted;

/** @type {Record<string, (wanted: string, value: Answer, words: Vocabulary, entry: Partial<Entry>) => unknown>} */
const TESTS = {
  show: (wanted, value, words, { others }) => SHOW.get(wanted)?.(value, words, others),
  answer: isWord("answer"),
  confidence: isWord("confidence"),
  risk: isWord("risk"),
  action: (wanted, { action }) => ACTIONS.get(wanted)?.(action, today()),
  owner: (wanted, { action }) => ownerKey(action?.owner) === wanted,
  since: (wanted, _, words, { time = 0 }) => time >= Date.parse(`${wanted}T00:00`),
};

/** @type {WeakMap<Item, string>} */
const folded = new WeakMap();

/** @type {(item: Item, words: Vocabulary) => string} */
function textOfItem(item, words) {
  const known = folded.get(item) ?? fold(textOf(words, item, {}));
  folded.set(item, known);
  return known;
}

/**
 * A test of questions for an assessment.
 * @param {Wanted} wanted
 * @param {Assessment} assessment
 * @param {Vocabulary} words
 * @param {string} [since]  a revision: what has come later and has no answer has changed, too
 * @returns {(item: Item) => boolean}
 */
export function wantedBy(wanted, assessment, words, since = "~") {
  const tests = Object.entries(TESTS).filter(([name]) => wanted[name]);
  const sought = soughtWords(wanted.q ?? "");
  return (item) => {
    const entry = assessment.entries[`answers/${item.id}`];
    const value = entry?.value ?? { review: /** @type {string} */ (item.first) > since };
    if (!tests.every(([name, test]) => test(wanted[name], value, words, entry ?? {}))) return false;
    if (!sought.length) return true;
    const text = entry
      ? textOfItem(item, words) +
        fold(
          details(words, value)
            .map(([, text]) => text)
            .join("\n"),
        )
      : textOfItem(item, words);
    return sought.every((word) => text.includes(word));
  };
}

/**
 * Who has an action in an assessment, as [key, name], by name.
 * @param {Assessment} assessment
 * @returns {[string, string][]}
 */
export function ownersOf(assessment) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const id of keysOf(assessment)) {
    const owner = read(assessment, `answers/${id}`).action?.owner;
    const key = ownerKey(owner);
    if (key && !found.has(key)) found.set(key, owner.trim());
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * What an address says of one of several lists, as it would stand alone. What names no list may be of any: it was
 * made when the page had only one.
 * @type {(hash: string, scope: string) => string}
 */
export function ownPart(hash, scope) {
  if (!scope || !/^#[a-z0-9-]+\./.test(hash)) return hash;
  const own = hash
    .slice(1)
    .split("&")
    .filter((part) => part.startsWith(scope));
  return `#${own.map((part) => part.slice(scope.length)).join("&")}`;
}

/** @type {(hash: string, scope: string, fragment: string) => string} */
export function withOwnPart(hash, scope, fragment) {
  const others = scope
    ? hash
        .slice(1)
        .split("&")
        .filter((part) => /^[a-z0-9-]+\.[a-z]+=/.test(part) && !part.startsWith(scope))
    : [];
  const own = fragment && fragment.split("&").map((part) => scope + part);
  return [...others, ...own].join("&");
}

/** @type {(wanted: Wanted) => string} */
export const toAddress = (wanted) => String(new URLSearchParams(Object.entries(wanted).filter(([, value]) => value)));

/**
 * What an address asks for. An address that anybody may have made: what it says is only ever compared.
 * @param {string} hash  with its #
 * @returns {Wanted}
 */
export function fromAddress(hash) {
  const found = new URLSearchParams(hash.slice(1));
  const names = ["q", ...Object.keys(TESTS)].filter((name) => found.get(name));
  return Object.fromEntries(names.map((name) => [name, String(found.get(name)).slice(0, MAX_CHARS)]));
}
