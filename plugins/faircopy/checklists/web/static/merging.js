// What comes back from a colleague, item by item: what differs, and what is made of the choices.
// @ts-check
import { details } from "./answer.js";
import { BY_LINK, LINK, read, same, tidy, write } from "./assessment.js";
import { retiredOf } from "./former.js";
import { itemsOf } from "./list.js";
import { merge, mergeEntry } from "./merge.js";
import { t } from "./text.js";
/** @import { Assessment, List, Stamp } from "../types" */
/** @typedef {"mine" | "theirs" | "both"} State  which value stands if nobody chooses */
/** @typedef {{ key: string, mine: any, theirs: any, state: State }} Difference */

// A link has no times, and may lack notes and reasons: it says nothing against what it does not have. So it is with
// what it brought, and with what was made of that, when it comes back in a file.
const NOT_SHARED = "not shared";
/** @type {(theirs: Assessment, key: string) => boolean} */
const isFromLink = (theirs, key) => theirs.id === LINK || theirs.entries[key].by === BY_LINK;

/** @type {(mine: Assessment, theirs: Assessment, key: string, state: State) => any} */
function brought(mine, theirs, key, state) {
  const value = read(theirs, key);
  const isPart =
    isFromLink(theirs, key) || (state === "both" && Object.hasOwn(theirs.entries[key].seen ?? {}, BY_LINK));
  if (!isPart || !key.startsWith("answers/") || !value) return value;
  const { reason, ...rest } = value;
  const here = read(mine, key);
  return tidy({ ...here, ...rest, reason: reason === NOT_SHARED ? (here?.reason ?? reason) : reason });
}

// Where neither knew the other's, a person has to choose; else the newer stands, or what only one has.
/** @type {(mine: Assessment, theirs: Assessment, key: string) => State} */
function stateOf(mine, theirs, key) {
  const [here, there] = [mine.entries[key], theirs.entries[key]];
  if (!here || here.value === null) return "theirs";
  if (isFromLink(theirs, key)) return "mine";
  const { value, others } = mergeEntry(here, there);
  return others ? "both" : same(value, here.value) ? "mine" : "theirs";
}

// Two values each, and which one stands if nobody chooses ("both": each, until somebody does).
/** @type {(mine: Assessment, theirs: Assessment) => Difference[]} */
export const differences = (mine, theirs) =>
  Object.keys(theirs.entries)
    .map((key) => /** @type {[string, State]} */ ([key, stateOf(mine, theirs, key)]))
    .map(([key, state]) => ({
      key,
      mine: read(mine, key) ?? null,
      theirs: brought(mine, theirs, key, state) ?? null,
      state,
    }))
    .filter((each) => !same(tidy(each.mine), tidy(each.theirs)));

// In the order in which the page asks; what is of no question comes first.
/** @type {(list: List, mine: Assessment, theirs: Assessment) => Difference[]} */
export function differencesInOrder(list, mine, theirs) {
  const ids = [theirs, mine].flatMap((each) => [...itemsOf(list, each), ...retiredOf(list, each)]).map(({ id }) => id);
  const place = (/** @type {Difference} */ { key }) => ids.indexOf(key.split("/")[1]);
  return differences(mine, theirs).sort((a, b) => place(a) - place(b));
}

/** @type {Record<string, string>} */
const TITLES = { name: "Name", subject: "Subject", scope: "Scope", assessor: "Assessor", archived: "Archived" };

// What an entry is called, and a value of it in words, as pairs.
/** @type {(list: List, mine: Assessment, theirs: Assessment, key: string) => string} */
export function labelOf(list, mine, theirs, key) {
  const [kind, id] = key.split("/");
  if (kind === "assigned")
    return t("Assigned to: %(section)s", { section: list.sections.find((section) => section.id === id)?.title ?? id });
  const items = [mine, theirs].flatMap((each) => [...itemsOf(list, each), ...retiredOf(list, each)]);
  return (TITLES[kind] && t(TITLES[kind])) ?? items.find((item) => item.id === id)?.question ?? id;
}

/** @type {(list: List, key: string, value: any) => [string, string][]} */
export function wordsOf(list, key, value) {
  if (value === null) return [["", t("Nothing")]];
  if (key.startsWith("answers/")) return details(list.words, value);
  return [["", key.startsWith("questions/") ? value.question : value === true ? t("Yes") : value]];
}

// `choices`: "mine" or "theirs" by key; what is not chosen stays as its state says.
/** @type {(mine: Assessment, theirs: Assessment, choices: Map<string, State>, stamp: Stamp) => Assessment} */
export function merged(mine, theirs, choices, stamp) {
  const own = Object.entries(theirs.entries).filter(([key]) => !(isFromLink(theirs, key) && mine.entries[key]));
  const start = theirs.id === LINK ? mine : merge(mine, { ...theirs, entries: Object.fromEntries(own) });
  return differences(mine, theirs).reduce((made, { key, state, ...values }) => {
    const choice = choices.get(key) ?? state;
    const settled = choice === "both" || (same(read(made, key) ?? null, values[choice]) && !made.entries[key]?.others);
    return settled ? made : write(made, key, values[choice], stamp, true);
  }, start);
}
