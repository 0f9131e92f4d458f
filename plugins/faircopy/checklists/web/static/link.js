// Links that carry an assessment (docs/checklist-data.md).
// @ts-check
import { BY_LINK, FORMAT, LINK, VERSION, answerOf, copyOf, keysOf, read, tidy } from "./assessment.js";
import { Reader, Writer } from "./bits.js";
import { questionIds } from "./former.js";
import { unpackFirst } from "./link1.js";
import { Coder, tooMuch } from "./packing.js";
import { NEWER, bringForward, parseJson, refuse, tried, validate } from "./validate.js";
/** @import { Answer, Assessment, List, Stamp } from "../types" */

const LINK_VERSION = 2;
const MAX_CHARACTERS = 2 ** 17;
// Of what is packed. It takes a quarter of a second, and makes a link that no chat program takes.
const MAX_PACKED_CHARS = 2 ** 15;

// Characters after which a chat program breaks a link.
export const LINK_LIMITS = { Teams: 2048, Slack: 4000 };

/** @type {() => never} */
const damaged = () => refuse("This link is damaged or cut off. Ask for it again, or for a file.");
/** @type {() => never} */
const otherQuestions = () =>
  refuse("This link belongs to another checklist, or to questions that this page does not know. Ask for a file.");

// FNV-1a: against accidents, not against forgers.
/** @param {string} text */
function sumOf(text) {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum >>> 0;
}

// Both sides of a link must have the same questions in the same order.
/** @type {(list: List, index: number) => { ids: string[], sum: number }} */
function basisOf(list, index) {
  const ids = questionIds(list, index);
  return { ids, sum: sumOf([list.id, ...ids].join(" ")) & 0xffff };
}

// What of an answer has few values, each after the part that says most of it.
const PARTS = [["answer"], ["confidence", "answer"], ["risk", "answer"], ["impact", "risk"]];

// Writes an answer, or reads one: see Coder.
/** @type {(coder: Coder, value?: any) => any} */
function codeAnswer(coder, value) {
  if (!coder.bit("answered", Boolean(value))) return null;
  /** @type {Record<string, any>} */
  const found = {};
  for (const [name, after] of PARTS) found[name] = coder.word(name, found[after] ?? "", value?.[name] ?? "");
  const { answer, confidence, risk, impact, ...more } = value ?? {};
  const names = Object.keys(more);
  if (coder.bit("reason only", names.length === 1 && more.reason === NOT_SHARED)) found.reason = NOT_SHARED;
  else if (coder.bit("note only", names.length === 1 && typeof more.note === "string"))
    found.note = line(coder, more.note ?? "");
  else if (coder.bit("more", names.length > 0))
    Object.assign(found, plain(parseJson(coder.text(JSON.stringify(more)))));
  return tidy(found);
}

const NOT_SHARED = "not shared";
/** @type {(coder: Coder, text: string) => string} */
const line = (coder, text) => parseJson(`"${coder.text(JSON.stringify(text).slice(1, -1))}"`);
/** @type {(value: any) => any} */
const plain = (value) => (Object(value) === value && !Array.isArray(value) ? value : damaged());

/** @typedef {{ id: string, answers: Map<string, Answer>, rest: object }} Values */
/** @type {(coder: Coder, list: List, index: number, values?: Values) => { id: string, values: [string, any][] }} */
function codeAll(coder, list, index, values) {
  const { ids, sum } = basisOf(list, index);
  if (coder.number(16, sum) !== sum) otherQuestions();
  const id = coder.text(values?.id);
  const answers = ids.map(
    (each) => /** @type {[string, any]} */ ([`answers/${each}`, codeAnswer(coder, values?.answers.get(each))]),
  );
  const rest = plain(parseJson(coder.text(JSON.stringify(values?.rest ?? {}))));
  return { id, values: [...answers.filter(([, value]) => value), ...Object.entries(rest)] };
}

/** @type {(value: Answer) => Answer} */
const bare = ({ answer, confidence, risk, impact, reason }) => ({
  answer,
  confidence,
  risk,
  impact,
  reason: reason && NOT_SHARED,
});

/** @type {(list: List, assessment: Assessment, withNotes: boolean) => Promise<string>} */
export async function packLink(list, assessment, withNotes) {
  const { withoutStrayReason } = list.words;
  const index = list.revisions.findIndex(({ date }) => date === assessment.revision);
  const shared = (/** @type {string} */ id) => {
    const value = withoutStrayReason(answerOf(assessment, id));
    return tidy(withNotes ? value : bare(value));
  };
  const known = new Set(questionIds(list, index));
  const answers = keysOf(assessment)
    .map((id) => /** @type {[string, Answer]} */ ([id, shared(id)]))
    .filter(([, value]) => value);
  const others = Object.keys(assessment.entries).filter((key) => !key.startsWith("answers/") && read(assessment, key));
  const rest = [
    ...others.map((key) => [key, read(assessment, key)]),
    ...answers.filter(([id]) => !known.has(id)).map(([id, value]) => [`answers/${id}`, value]),
  ];
  if (JSON.stringify([answers, rest]).length > MAX_PACKED_CHARS) tooMuch();
  const writer = new Writer();
  const coder = new Coder(writer);
  coder.number(12, index);
  codeAll(coder, list, index, { id: assessment.id, answers: new Map(answers), rest: Object.fromEntries(rest) });
  const text = btoa(String.fromCharCode(...writer.end()))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
  if (text.length > MAX_CHARACTERS) tooMuch();
  return `${LINK}${LINK_VERSION}.${sumOf(text).toString(36)}.${text}`;
}

/** @type {(text: string, list: List) => { list: string, revision: string, id?: string, values: [string, any][] }} */
function unpackSecond(text, list) {
  const signs = tried(() => atob(text.replace(/-/g, "+").replace(/_/g, "/"))) ?? damaged();
  const coder = new Coder(new Reader(Uint8Array.from(signs, (sign) => sign.charCodeAt(0))));
  const index = coder.number(12);
  const { date } = list.revisions[index] ?? otherQuestions();
  return { list: list.id, revision: date, ...codeAll(coder, list, index) };
}

// A mail program may have encoded what stands behind the #, also twice.
/** @param {string} fragment */
function decoded(fragment) {
  let text = fragment;
  for (let times = 0; times < 3; times += 1) text = tried(() => decodeURIComponent(text)) ?? text;
  return text.replace(/^#share=3D/, LINK);
}

// What DATA may be: the sum says which. Programs break lines, quote, make a dash of two hyphens, and put words of their
// own behind it.
/** @type {(rest: string) => string[]} */
const readings = (rest) => {
  const dashed = rest.replace(/[\u2013\u2014]/g, "--").replace(/[\u2010\u2011]/g, "-");
  return [/^[\w-]*/, /^[^&#"'“”<()[\]{}]*/, /.*/s].map((part) => (part.exec(dashed)?.[0] ?? "").replace(/[^\w-]/g, ""));
};

/** @type {(fragment: string, list: List) => Promise<Assessment & { known?: string }>} */
export async function unpackLink(fragment, list) {
  if (fragment.length > 1.4 * MAX_CHARACTERS) tooMuch();
  const [, version, sum, rest] = /^#share=(\d+)\.([^.]*)\.?(.*)$/s.exec(decoded(fragment)) ?? damaged();
  if (Number(version) > LINK_VERSION) refuse(NEWER);
  const text = readings(rest).find((each) => each && sumOf(each).toString(36) === sum);
  if (!text || !["1", "2"].includes(version)) damaged();
  const {
    id: known,
    values,
    ...of
  } = version === "1" ? await unpackFirst(text, { tooMuch, damaged }) : unpackSecond(text, list);
  const entries = Object.fromEntries(values.map(([key, value]) => [key, { value, time: 1, by: BY_LINK }]));
  const shared = validate({ format: FORMAT, version: VERSION, id: known ?? "shared", entries, ...of }, list);
  // Nothing that is stored has this for an id.
  return { ...bringForward(shared, list), id: LINK, known };
}

// Keeps its id where that is free, so that what is sent back can be merged.
/** @type {(shared: Assessment & { known?: string }, isTaken: (id: string) => boolean, stamp: Stamp) => Assessment} */
export const keptOf = ({ known, ...shared }, isTaken, stamp) =>
  known && !isTaken(known) ? { ...shared, id: known } : copyOf(shared, stamp);
