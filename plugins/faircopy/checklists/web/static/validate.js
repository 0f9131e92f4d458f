// What an assessment must look like (docs/checklist-data.md); what it lacks is said in a sentence.
// @ts-check
import { FORMAT, VERSION } from "./assessment.js";
import { migrate, renameClashes } from "./merge.js";
import { quoted, t } from "./text.js";
import { DISPOSITIONS } from "./vocabulary.js";
/** @import { Assessment, Entry, List, Vocabulary } from "../types" */
/** @typedef {any} Shape  an example, a pattern or a test; a name that ends in "?" may be missing */

export const NEWER = "It was saved by a newer version of this page.";

/** @type {(sentence: string, name?: string) => never} */
export const refuse = (sentence, name = "") => {
  throw new Error(t(sentence, { name: quoted(name) }));
};

// Words with single hyphens, without a repeated group: a browser runs out of stack in a long one.
const ID = /^(?!.*--)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

const DATE = /^\d{4}-\d\d-\d\d$/;
/** @type {(words: object) => (value: unknown) => boolean} */
const one = (words) => (value) => typeof value === "string" && Object.hasOwn(words, value);

const answerShape = (/** @type {Vocabulary} */ words) => ({
  "answer?": one(words.answer),
  "reason?": "",
  "confidence?": one(words.confidence),
  "risk?": one(words.risk),
  "impact?": one(words.impact),
  "note?": "",
  "evidence?": [{ "label?": "", "link?": "", "date?": "", "who?": "" }],
  "action?": { "what?": "", "owner?": "", "due?": "" },
  "was?": "",
  "review?": true,
  "from?": [{ kind: one(DISPOSITIONS), id: ID, question: "", "answer?": one(words.answer) }],
});

const shapesOf = (/** @type {List} */ { words }) => ({
  name: "",
  subject: "",
  scope: "",
  assessor: "",
  archived: true,
  assigned: "",
  answers: answerShape(words),
  questions: { section: ID, question: "" },
});
// Kinds of entries of which there are several, each with an id.
const SEVERAL = ["answers", "questions", "assigned"];

/** @type {(value: any) => boolean} */
const time = (value) => Number.isSafeInteger(value) && value > 0 && value < 1e15;
/** @type {(value: any) => boolean} */
const plain = (value) => Object(value) === value && !Array.isArray(value);
/** @type {(object: any, key: string) => any} */
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** @type {(value: any, shape: Shape, at: string) => unknown} */
function fits(value, shape, at) {
  const isText = typeof value === "string";
  if (shape.call ? shape(value) : shape.test ? isText && shape.test(value) : shape === "" ? isText : value === shape)
    return;
  // An object is never what a test or a pattern has not taken.
  if (Object(value) !== value || value.constructor !== shape.constructor)
    refuse("%(name)s is not what it should be.", at);
  if (Array.isArray(shape))
    return value.forEach((/** @type {any} */ part, /** @type {number} */ i) => fits(part, shape[0], `${at}[${i}]`));
  for (const key of Object.keys(shape))
    if (!key.endsWith("?") && !Object.hasOwn(value, key)) refuse("%(name)s is missing.", `${at}.${key}`);
  for (const [key, part] of Object.entries(value)) {
    fits(
      part,
      own(shape, `${key}?`) ??
        (key.endsWith("?") ? undefined : own(shape, key)) ??
        refuse("%(name)s is not known here.", `${at}.${key}`),
      `${at}.${key}`,
    );
  }
}

/** @type {(key: string, entry: unknown, shapes: Record<string, Shape>) => void} */
function fitsEntry(key, entry, shapes) {
  const [, kind, id] = /^(\w+)(?:\/(.*))?$/.exec(key) ?? [];
  const shape = own(shapes, kind);
  if (shape === undefined || (SEVERAL.includes(kind) ? !ID.test(id) : id)) refuse("%(name)s is not known here.", key);
  const version = {
    value: (/** @type {any} */ value) => value === null || !fits(value, shape, key),
    time,
    by: ID,
    "who?": "",
    "seen?": (/** @type {any} */ seen) =>
      plain(seen) && Object.entries(seen).every(([who, when]) => ID.test(who) && time(when)),
  };
  fits(entry, { ...version, "others?": [version] }, key);
}

/** @type {(text: string) => any} */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(text.trim() ? "It is not JSON, or is cut off." : "It is empty.");
  }
}

/** @type {(value: any, list: List) => Assessment} */
export function validate(value, list) {
  if (value?.format !== FORMAT) refuse("This is not an assessment.");
  if (value.version > VERSION) refuse(NEWER);
  fits(
    value,
    {
      format: "",
      version: (/** @type {number} */ version) => version === 1 || version === VERSION,
      list: ID,
      id: ID,
      revision: DATE,
      entries: plain,
    },
    "assessment",
  );
  const shapes = shapesOf(list);
  for (const [key, entry] of Object.entries(value.entries)) fitsEntry(key, entry, shapes);
  return value;
}

/** @type {<T>(action: () => T) => T | null} */
export function tried(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

/** @type {(sealed: { id: string, raw: string }, list: List) => Assessment} */
export function salvage({ id, raw }, list) {
  const shapes = shapesOf(list);
  const entries = Object.entries(tried(() => JSON.parse(raw).entries) ?? {});
  const sound = entries.filter(([key, entry]) => tried(() => (fitsEntry(key, entry, shapes), true)));
  return renameClashes(/** @type {Assessment} */ ({ id, entries: Object.fromEntries(sound) }), list);
}

/** @type {(assessment: Assessment, list: List, latest?: number) => Assessment} */
export function bringForward(assessment, list, latest = 9e14) {
  if (assessment.list !== list.id) refuse("It belongs to another checklist, %(name)s.", assessment.list);
  if (assessment.revision > list.revision) refuse("It was made with a newer revision of the list: reload the page.");
  return { ...migrate(clampTimes(renameClashes(assessment, list), latest), list), version: VERSION };
}

// Where a clock was wrong, its stamps come next after all others, in their order: the newest wins, but not for ever.
/** @type {(assessment: Assessment, latest: number) => Assessment} */
function clampTimes(assessment, latest) {
  /** @type {Set<number>} */
  const times = new Set();
  // All numbers in entries are stamps.
  const text = JSON.stringify(assessment.entries, (_, value) => (typeof value === "number" && times.add(value), value));
  const late = [...times].filter((time) => time > latest).sort((a, b) => a - b);
  if (!late.length) return assessment;
  const start = [...times].reduce(
    (last, time) => (time > latest ? last : Math.max(last, time)),
    Math.min(Date.now(), latest),
  );
  const calm = new Map(late.map((time, i) => [time, start + 1 + i]));
  return { ...assessment, entries: JSON.parse(text, (_, value) => calm.get(value) ?? value) };
}
