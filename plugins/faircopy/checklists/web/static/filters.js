// Which questions are wanted, by words and by what was answered; and how the address says it: #answer=no&risk=high.
// @ts-check
import { details, textOf } from "./answer.js";
import { assignedTo, sectionsOf } from "./list.js";
import { fold, soughtWords } from "./text.js";
/** @import { Action, Answer, Assessment, Entry, Item, List, Vocabulary } from "../types" */

/**
 * What is wanted, by the name of the field. What is empty or missing is not asked for.
 * @typedef {Record<string, string>} Wanted
 */

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

/** @type {(owner: string | undefined) => string} */
export const ownerKey = (owner) => fold(owner ?? "").trim();
// "-" stands for none of the words of a list; no word can be called so.
/** @type {(name: "answer" | "confidence" | "risk") => (wanted: string, value: Answer) => boolean} */
const isWord = (name) => (wanted, value) => (value[name] || "-") === wanted;

/** @typedef {[wanted: string, value: Answer, words: Vocabulary, entry: Partial<Entry>, isTheirs: boolean]} Tested */
/** @type {Record<string, (...tested: Tested) => unknown>} */
const TESTS = {
  show: (wanted, value, words, { others }) => SHOW.get(wanted)?.(value, words, others),
  answer: isWord("answer"),
  confidence: isWord("confidence"),
  risk: isWord("risk"),
  // Today as a field for dates writes it: the day here, not in Greenwich.
  action: (wanted, { action }) => ACTIONS.get(wanted)?.(action, new Date().toLocaleDateString("sv")),
  owner: (wanted, { action }, words, entry, isTheirs) => isTheirs || ownerKey(action?.owner) === wanted,
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

// The questions of the sections that somebody works on, and of the sections in these that nobody else does.
/** @type {(list: List, assessment: Assessment, owner: string | undefined) => Set<string | undefined>} */
function assignedIds(list, assessment, owner) {
  /** @type {Set<string | undefined>} */
  const found = new Set();
  for (const { id, parent, items } of sectionsOf(list, assessment)) {
    const person = ownerKey(assignedTo(assessment, id));
    if (person ? person === owner : found.has(parent)) for (const item of [{ id }, ...items]) found.add(item.id);
  }
  return found;
}

/**
 * A test of questions for an assessment.
 * @param {Wanted} wanted
 * @param {Assessment} assessment
 * @param {List} list
 * @param {string} [since]  a revision: what has come later and has no answer has changed, too
 * @returns {(item: Item) => boolean}
 */
export function wantedBy(wanted, assessment, list, since = "~") {
  const { words } = list;
  const assigned = assignedIds(list, assessment, wanted.owner);
  const tests = Object.entries(TESTS).filter(([name]) => wanted[name]);
  const sought = soughtWords(wanted.q ?? "");
  return (item) => {
    const entry = assessment.entries[`answers/${item.id}`];
    const value = entry?.value ?? { review: /** @type {string} */ (item.first) > since };
    if (!tests.every(([name, test]) => test(wanted[name], value, words, entry ?? {}, assigned.has(item.id))))
      return false;
    if (!sought.length) return true;
    const texts = details(words, value).map(([, text]) => text);
    const text = textOfItem(item, words) + fold(texts.join("\n"));
    return sought.every((word) => text.includes(word));
  };
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
