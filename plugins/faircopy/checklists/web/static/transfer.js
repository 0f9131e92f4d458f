// What an assessment must look like (docs/checklist-data.md), and where it is kept: files, links, storage.
import { ANSWERS, CONFIDENCE, FATE, FORMAT, IMPACT, RISK, VERSION, apart, become, copyOf, differing, keysOf, merge, migrate, nameOf, newId, quoted, tidy, told } from "./state.js";

export const NEWER = "It was saved by a newer version of this page.";
export const refuse = (sentence) => {
  throw new Error(sentence);
};

// A shape is an example, a pattern or a test. A name that ends in "?" may be missing.
// Words with single hyphens, without a repeated group: a browser runs out of stack in a long one.
const ID = /^(?!.*--)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const one = (words) => (value) => typeof value === "string" && Object.hasOwn(words, value);
const ANSWER = {
  "answer?": one(ANSWERS), "reason?": "", "confidence?": one(CONFIDENCE), "risk?": one(RISK), "impact?": one(IMPACT), "note?": "",
  "evidence?": [{ "label?": "", "link?": "", "date?": "", "who?": "" }], "action?": { "what?": "", "owner?": "", "due?": "" },
  "was?": "", "review?": true, "from?": [{ kind: one(FATE), id: ID, question: "", "answer?": one(ANSWERS) }],
};
const VALUES = { name: "", archived: true, answers: ANSWER, questions: { section: ID, question: "" } };
const time = (value) => Number.isSafeInteger(value) && value > 0 && value < 1e15;
const plain = (value) => Object(value) === value && !Array.isArray(value);
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

function fits(value, shape, at) {
  const isText = typeof value === "string";
  if (shape.call ? shape(value) : shape.test ? isText && shape.test(value) : shape === "" ? isText : value === shape) return;
  if (Object(value) !== value || Array.isArray(value) !== Array.isArray(shape) || Object(shape) !== shape) refuse(`${quoted(at)} is not what it should be.`);
  if (Array.isArray(shape)) return value.forEach((part, i) => fits(part, shape[0], `${at}[${i}]`));
  for (const key of Object.keys(shape)) if (!key.endsWith("?") && !Object.hasOwn(value, key)) refuse(`${quoted(`${at}.${key}`)} is missing.`);
  for (const [key, part] of Object.entries(value)) {
    fits(part, own(shape, `${key}?`) ?? (key.endsWith("?") ? undefined : own(shape, key)) ?? refuse(`${quoted(`${at}.${key}`)} is not known here.`), `${at}.${key}`);
  }
}

function fitsEntry(key, entry) {
  const [, kind, id] = /^(\w+)(?:\/(.*))?$/.exec(key) ?? [];
  const shape = own(VALUES, kind);
  if (shape === undefined || (typeof shape === "object" ? !ID.test(id) : id)) refuse(`${quoted(key)} is not known here.`);
  const version = { value: (value) => value === null || !fits(value, shape, key), time, by: ID, "seen?": (seen) => plain(seen) && Object.entries(seen).every(([who, when]) => ID.test(who) && time(when)) };
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
  fits(value, { format: "", version: VERSION, list: ID, id: ID, revision: DATE, entries: plain }, "assessment");
  for (const part of Object.entries(value.entries)) fitsEntry(...part);
  return value;
}

function tried(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

export function salvaged({ id, raw }, list) {
  const entries = Object.entries(tried(() => JSON.parse(raw).entries) ?? {});
  return apart({ id, entries: Object.fromEntries(entries.filter((entry) => tried(() => (fitsEntry(...entry), true)))) }, list);
}

const FILE = "faircopy-assessments";
// Bytes of a file, for writing and reading: browsers store 5 million characters, which in a file, of three bytes each or
// indented, are at most 20 MB.
export const LARGEST = 2 ** 25;
export const LINK = "#share=";
// What a link may hold: bytes when packed and unpacked, entries.
const MOST = { packed: 2 ** 17, bytes: 2 ** 19, entries: 500 };
const tooMuch = () => refuse("This is more than a link may hold. Use a backup instead.");
// Characters after which a chat program breaks a link.
export const LIMITS = { Teams: 2048, Slack: 4000 };

export function written({ id, url }, assessments) {
  const text = `${JSON.stringify({ format: FILE, version: VERSION, list: id, url, assessments }, null, 1)}\n`;
  if (new TextEncoder().encode(text).length > LARGEST) refuse("This is more than a file may hold, 32 MB. Save each assessment by itself.");
  return text;
}

export function readFile(text, list, now = Date.now()) {
  if (!(text?.length <= LARGEST)) refuse("The file is larger than 32 MB.");
  const data = parsed(text);
  if (data?.format === "faircopy-checklist") refuse("This file is the list itself, without answers.");
  const found = data?.format === FORMAT ? [data] : data?.format === FILE && data.assessments;
  if (!Array.isArray(found) || !found.length) refuse("This is not a backup from this page.");
  if (data.version > VERSION) refuse(NEWER);
  if (data.version !== VERSION) refuse("This is not a backup from this page.");
  if (new Set(found.map((each) => each?.id)).size < found.length) refuse("It holds the same assessment twice.");
  return found.map((each) => current(checked(each), list, now + 864e5));
}

export function current(assessment, list, latest = 9e14) {
  if (assessment.list !== list.id) refuse(`It belongs to another checklist, ${quoted(assessment.list)}.`);
  if (assessment.revision > list.revision) refuse("It was made with a newer revision of the list: reload the page.");
  return migrate(calmed(apart(assessment, list), latest), list);
}

// Where a clock was wrong, its stamps come next after all others, in their order: the newest wins, but not for ever.
function calmed(assessment, latest) {
  const times = new Set();
  // All numbers in entries are stamps.
  const text = JSON.stringify(assessment.entries, (_, value) => (typeof value === "number" && times.add(value), value));
  const late = [...times].filter((time) => time > latest).sort((a, b) => a - b);
  if (!late.length) return assessment;
  const start = [...times].reduce((last, time) => (time > latest ? last : Math.max(last, time)), Math.min(Date.now(), latest));
  const calm = new Map(late.map((time, i) => [time, start + 1 + i]));
  return { ...assessment, entries: JSON.parse(text, (_, value) => calm.get(value) ?? value) };
}

export function foretold(incoming, existing) {
  if (!existing) return `${quoted(nameOf(incoming))} is new here, with ${keysOf(incoming).length} answers.`;
  const [merging, replacing] = [merge(existing, incoming), incoming].map((next) => differing(existing, next).length);
  return `${quoted(nameOf(incoming))} is here already. To merge changes ${merging} entries here, to replace ${replacing}.`;
}

// What cannot be opened keeps its place: nothing is written over it.
export const taken = (incoming, all, how, stamp, sealed = new Map()) =>
  incoming.map((assessment) => {
    const existing = all.get(assessment.id);
    if (!existing) return [, sealed.has(assessment.id) ? { ...assessment, id: newId() } : assessment];
    return how === "copy" ? [, copyOf(assessment, stamp)] : [existing, (how === "merge" ? merge : become)(existing, assessment, stamp)];
  });

// FNV-1a: against accidents, not against forgers.
function sumOf(text) {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum >>> 0).toString(36);
}

const bare = ({ answer, confidence, risk, impact, reason }) => ({ answer, confidence, risk, impact, reason: reason && "not shared" });

export async function packed({ list, revision, entries }, withNotes) {
  const shared = (value) => tidy(withNotes ? told(value) : bare(told(value)));
  const values = Object.entries(entries).map(([key, { value }]) => [key, value && key.startsWith("answers/") ? shared(value) : value]).filter(([, value]) => value);
  const json = new TextEncoder().encode(JSON.stringify([list, revision, Object.fromEntries(values)]));
  const bytes = json.length <= MOST.bytes && values.length <= MOST.entries && (await piped(() => json, new CompressionStream("deflate-raw")));
  if (!(bytes?.length <= MOST.packed)) tooMuch();
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `${LINK}1.${sumOf(text)}.${text}`;
}

export async function unpacked(fragment, list) {
  const damaged = () => refuse("This link is damaged or cut off. Ask for it again, or for a file.");
  if (fragment.length > 1.4 * MOST.packed) tooMuch();
  const [version, sum, text = ""] = fragment.slice(LINK.length).split(".");
  if (version > VERSION) refuse(NEWER);
  if (version !== "1" || sumOf(text) !== sum) damaged();
  const bytes = () => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt());
  const found = await piped(bytes, new DecompressionStream("deflate-raw")).catch(damaged);
  const data = parsed(new TextDecoder().decode(found ?? tooMuch()));
  const [id, revision, values] = Array.isArray(data) ? data : damaged();
  const all = Object.entries(values ?? {}).map(([key, value]) => [key, { value, time: 1, by: "link" }]);
  if (all.length > MOST.entries) tooMuch();
  const shared = checked({ format: FORMAT, version: VERSION, list: id, id: "shared", revision, entries: Object.fromEntries(all) });
  // Nothing that is stored has this for an id.
  return { ...current(shared, list), id: LINK };
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
    if ((size += value.length) > MOST.bytes) return null;
  }
}

// The browser's own storage. Never throws; `trouble` says what is wrong: blocked, full or newer.
export class Store {
  #known = new Map();
  #unsaved = new Map();

  constructor(open, prefix, forward) {
    Object.assign(this, { prefix, forward, sealed: [] });
    this.storage = tried(() => (open().getItem(prefix), open()));
    if (!this.storage) this.trouble = "blocked";
  }

  // What cannot be understood is sealed, and never written. What is brought forward is kept as it was, too.
  load() {
    return this.#all("a/").flatMap(({ name: id, raw }) => {
      try {
        const { old, now } = this.#read(id, raw);
        this.#known.set(id, raw);
        if (now.revision === old.revision) return now;
        this.revised = true;
        if (this.#put(`s/${id}/${old.revision}`, raw)) return this.save(now);
        this.trouble = "full";
        return now;
      } catch ({ message }) {
        this.sealed.push({ id, raw, message });
        return [];
      }
    });
  }

  save(assessment) {
    this.#unsaved.set(assessment.id, assessment);
    const saved = this.#write(assessment, true);
    if (!this.#unsaved.has(assessment.id)) this.#retry();
    return saved;
  }

  remove(id) {
    this.#unsaved.delete(id);
    this.#known.delete(id);
    this.storage?.removeItem(`${this.prefix}a/${id}`);
    this.#retry();
  }

  get unsaved() {
    return this.#unsaved.size;
  }

  // There may be room now for what had none.
  #retry() {
    for (const each of this.#unsaved.values()) {
      this.#write(each);
      if (this.#unsaved.has(each.id) && this.trouble === "full") return;
    }
    if (!this.#unsaved.size && this.storage) this.trouble = null;
  }

  // What is sealed is written as it was.
  #write(assessment, told) {
    const { id, raw } = assessment;
    try {
      const there = this.storage.getItem(`${this.prefix}a/${id}`);
      const now = raw !== undefined || !there || there === this.#known.get(id) ? assessment : merge(assessment, this.#theirs(id, there));
      const text = raw ?? JSON.stringify(now);
      this.storage.setItem(`${this.prefix}a/${id}`, text);
      // Whoever is not told what another tab has written merges again.
      if (told || now === assessment) this.#known.set(id, text);
      this.#unsaved.delete(id);
      return now;
    } catch (error) {
      this.trouble = !this.storage ? "blocked" : error === this ? "newer" : "full";
      return assessment;
    }
  }

  // Until the page is left, deleting can be undone.
  flush() {
    this.#retry();
    const ids = this.#all("a/").map(({ name }) => name);
    for (const { name } of this.#all("s/")) if (!ids.includes(name.split("/")[0])) this.storage.removeItem(`${this.prefix}s/${name}`);
  }

  heard({ key, newValue }) {
    const [, id] = key?.split(`${this.prefix}a/`) ?? [];
    try {
      const found = id && { id, assessment: newValue && this.#theirs(id, newValue) };
      this.#known.set(id, newValue);
      return found;
    } catch {
      if (this.#known.has(id)) this.trouble = "newer";
      return null;
    }
  }

  snapshots(id) {
    return this.#all(`s/${id}/`);
  }

  get settings() {
    return { ...tried(() => JSON.parse(this.storage.getItem(`${this.prefix}settings`))) };
  }

  set settings(value) {
    this.#put("settings", JSON.stringify(value));
  }

  #put(name, text) {
    return tried(() => (this.storage.setItem(this.prefix + name, text), true));
  }

  #all(kind) {
    const start = this.prefix + kind;
    const keys = Object.keys(this.storage ?? {}).filter((key) => key.startsWith(start));
    return keys.sort().map((key) => ({ name: key.slice(start.length), raw: this.storage.getItem(key) }));
  }

  #read(id, raw) {
    const old = checked(parsed(raw));
    if (old.id !== id) refuse("It is stored under another name.");
    return { old, now: this.forward(old) };
  }

  #theirs(id, raw) {
    try {
      return this.#read(id, raw).now;
    } catch {
      throw this;
    }
  }
}
