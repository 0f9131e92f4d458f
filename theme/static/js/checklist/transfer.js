// What an assessment must look like (docs/checklist-data.md), and its ways in and out: files and links.
import { ANSWERS, CONFIDENCE, FATE, FORMAT, IMPACT, RISK, VERSION, become, copyOf, keysOf, merge, migrate, nameOf, read } from "./state.js";

export const NEWER = "It was saved by a newer version of this page.";
export const refuse = (sentence) => {
  throw new Error(sentence);
};

// A shape is an example, a pattern or a test. A name that ends in "?" may be missing.
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const one = (words) => (value) => typeof value === "string" && Object.hasOwn(words, value);
const ANSWER = {
  "answer?": one(ANSWERS), "reason?": "", "confidence?": one(CONFIDENCE), "risk?": one(RISK), "impact?": one(IMPACT), "note?": "",
  "evidence?": [{ "label?": "", "link?": "", "date?": "", "who?": "" }], "action?": { "what?": "", "owner?": "", "due?": "" },
  "was?": "", "review?": true, "from?": [{ kind: one(FATE), id: ID, question: "", "answer?": one(ANSWERS) }],
};
const VALUES = { name: "", archived: true, answers: ANSWER, questions: { section: ID, question: "" } };
const time = (value) => Number.isSafeInteger(value) && value > 0 && value < 1e15;
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

function fits(value, shape, at) {
  const isText = typeof value === "string";
  if (shape.call ? shape(value) : shape.test ? isText && shape.test(value) : shape === "" ? isText : value === shape) return;
  if (Object(value) !== value || Array.isArray(value) !== Array.isArray(shape) || Object(shape) !== shape) refuse(`“${at}” is not what it should be.`);
  if (Array.isArray(shape)) return value.forEach((part, i) => fits(part, shape[0], `${at}[${i}]`));
  for (const key of Object.keys(shape)) if (!key.endsWith("?") && !Object.hasOwn(value, key)) refuse(`“${at}.${key}” is missing.`);
  for (const [key, part] of Object.entries(value)) {
    fits(part, own(shape, key) ?? own(shape, `${key}?`) ?? refuse(`“${at}.${key.slice(0, 40)}” is not known here.`), `${at}.${key}`);
  }
}

function fitsEntry(key, entry) {
  const [, kind, id] = /^(\w+)(?:\/(.*))?$/.exec(key) ?? [];
  const shape = own(VALUES, kind);
  if (shape === undefined || (typeof shape === "object" ? !ID.test(id) : id)) refuse(`“${key.slice(0, 40)}” is not known here.`);
  const version = { value: (value) => value === null || !fits(value, shape, key), time, by: ID, "seen?": (seen) => seen && Object.entries(seen).every(([who, when]) => ID.test(who) && time(when)) };
  fits(entry, { ...version, "others?": [version] }, key);
}

export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(text.trim() ? "It is not JSON, or is cut off." : "It is empty.");
  }
}

export function checked(value) {
  if (value?.format !== FORMAT) refuse("This is not an assessment.");
  if (value.version > VERSION) refuse(NEWER);
  fits(value, { format: "", version: VERSION, list: ID, id: ID, revision: "", entries: (entries) => entries?.constructor === Object }, "assessment");
  for (const part of Object.entries(value.entries)) fitsEntry(...part);
  return value;
}

export function salvaged({ id, raw }) {
  const entries = {};
  const kept = (keep) => {
    try {
      keep();
    } catch {
      // Left out.
    }
  };
  kept(() => Object.entries(JSON.parse(raw).entries).forEach(([key, entry]) => kept(() => (fitsEntry(key, entry), (entries[key] = entry)))));
  return { id, entries };
}

const FILE = "faircopy-assessments";
export const LARGEST = 2 ** 21;
export const LINK = "#share=1.";
// Characters after which a chat program breaks a link.
export const LIMITS = { Teams: 2048, Slack: 4000 };

export const written = ({ id, url }, assessments) =>
  `${JSON.stringify({ format: FILE, version: VERSION, list: id, url, assessments }, null, 1)}\n`;

export function readFile(text, list, now = Date.now()) {
  if (text.length > LARGEST) refuse("The file is larger than 2 MB.");
  const data = parsed(text);
  if (data?.format === "faircopy-checklist") refuse("This file is the list itself, without answers.");
  const found = data?.format === FORMAT ? [data] : data?.format === FILE && data.assessments;
  if (!Array.isArray(found) || !found.length) refuse("This is not a backup from this page.");
  if (data.version > VERSION) refuse(NEWER);
  if (new Set(found.map((each) => each?.id)).size < found.length) refuse("It holds the same assessment twice.");
  return found.map((each) => current(checked(each), list, now));
}

export function current(assessment, list, now = Infinity) {
  if (assessment.list !== list.id) refuse(`It belongs to another checklist, “${assessment.list.slice(0, 40)}”.`);
  if (assessment.revision > list.revision) refuse("It was made with a newer revision of the list: reload the page.");
  if (Object.values(assessment.entries).some(({ time }) => time > now + 864e5)) refuse("It says that it was changed in the future.");
  return migrate(assessment, list);
}

export function foretold(incoming, existing) {
  if (!existing) return `“${nameOf(incoming)}” is new here, with ${keysOf(incoming).length} answers.`;
  const other = (next) => Object.keys(next.entries).filter((key) => JSON.stringify(read(next, key)) !== JSON.stringify(read(existing, key))).length;
  return `“${nameOf(incoming)}” is here already. To merge changes ${other(merge(existing, incoming))} entries here, to replace ${other(become(existing, incoming, () => ({})))}.`;
}

export const taken = (incoming, all, how, stamp) =>
  incoming.map((assessment) => {
    const existing = all.get(assessment.id);
    if (!existing) return [, assessment];
    return how === "copy" ? [, copyOf(assessment, stamp)] : [existing, (how === "merge" ? merge : become)(existing, assessment, stamp)];
  });

// FNV-1a: against accidents, not against forgers.
const sumOf = (text) => (Array.from(text).reduce((sum, sign) => Math.imul(sum ^ sign.charCodeAt(), 0x01000193), 0x811c9dc5) >>> 0).toString(36);

export async function packed({ list, revision, entries }, withNotes) {
  const bare = ({ answer, confidence, risk, impact, reason }) => ({ answer, confidence, risk, impact, reason: reason && "not shared" });
  const values = Object.entries(entries).filter(([, { value }]) => value)
    .map(([key, { value }]) => [key, withNotes || !key.startsWith("answers/") ? value : bare(value)]);
  const bytes = await piped(() => new TextEncoder().encode(JSON.stringify([list, revision, Object.fromEntries(values)])), new CompressionStream("deflate-raw"));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `${LINK}${sumOf(text)}.${text}`;
}

export async function unpacked(fragment, list) {
  const damaged = () => refuse("This link is damaged or cut off. Ask for it again, or for a file.");
  const [sum, text = ""] = fragment.slice(LINK.length).split(".");
  if (sumOf(text) !== sum) damaged();
  const bytes = () => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt());
  const found = await piped(bytes, new DecompressionStream("deflate-raw")).catch(damaged);
  const data = parsed(new TextDecoder().decode(found ?? refuse("This link holds more than an assessment can.")));
  const [id, revision, values] = Array.isArray(data) ? data : damaged();
  const all = Object.entries(values ?? {}).map(([key, value]) => [key, { value, time: 1, by: "link" }]);
  return current(checked({ format: FORMAT, version: VERSION, list: id, id: "shared", revision, entries: Object.fromEntries(all) }), list);
}

async function piped(data, through) {
  const bytes = data();
  let at = 0;
  // A small link can hold gigabytes, and each piece is unpacked at once.
  const pull = (to) => (at < bytes.length ? to.enqueue(bytes.subarray(at, (at += 512))) : to.close());
  const reader = new ReadableStream({ pull }).pipeThrough(through).getReader();
  const chunks = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    chunks.push(value);
    if ((size += value.length) > 2 ** 20) return null;
  }
}
