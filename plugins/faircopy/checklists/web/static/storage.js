// Assessments in the browser's own storage, which other tabs write, too.
// @ts-check
import { merge } from "./merge.js";
import { bringForward, parseJson, refuse, tried, validate } from "./validate.js";
/** @import { Assessment, List } from "../types" */
/** @import { Sealed } from "./history.js" */

// The browser's own storage. Never throws; `trouble` says what is wrong: blocked, full or newer.
export class AssessmentStore {
  /** @type {Sealed[]} */
  sealed = [];
  /** @type {string | null | undefined} */
  trouble;
  /** @type {true | undefined} */
  revised;
  /** @type {Map<string | undefined, string | null | undefined>} */
  #known = new Map();
  /** @type {Map<string, any>} */
  #unsaved = new Map();

  /**
   * @param {() => Storage} open
   * @param {string} prefix
   * @param {List} list
   */
  constructor(open, prefix, list) {
    this.prefix = prefix;
    this.list = list;
    this.storage = tried(() => (open().getItem(prefix), open()));
    if (!this.storage) this.trouble = "blocked";
  }

  // What cannot be understood is sealed, and never written. What is brought forward is kept as it was, too.
  /** @returns {Assessment[]} */
  load() {
    return this.all("a/").flatMap(({ name: id, raw }) => {
      try {
        const { old, now } = this.#read(id, raw);
        this.#known.set(id, raw);
        if (now.revision === old.revision) return now;
        this.revised = true;
        if (this.put(`s/${id}/${old.revision}`, raw)) return this.save(now);
        this.trouble = "full";
        return now;
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        this.sealed.push({ id, raw, message });
        return [];
      }
    });
  }

  /**
   * Returns what is stored now: what another tab has stored is merged.
   * @param {any} assessment  or what is sealed
   */
  save(assessment) {
    this.#unsaved.set(assessment.id, assessment);
    const saved = this.#write(assessment, true);
    if (!this.#unsaved.has(assessment.id)) this.#retry();
    return saved;
  }

  /** @param {string} id */
  remove(id) {
    this.#unsaved.delete(id);
    this.#known.delete(id);
    this.drop(`a/${id}`);
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
  /** @type {(assessment: any, told?: boolean) => any} */
  #write(assessment, told) {
    const { id, raw } = assessment;
    try {
      const there = /** @type {Storage} */ (this.storage).getItem(`${this.prefix}a/${id}`);
      // What was kept back lacks what has been heard of since.
      const now =
        raw !== undefined || !there || (told && there === this.#known.get(id))
          ? assessment
          : merge(assessment, this.#theirs(id, there));
      const text = raw ?? JSON.stringify(now);
      this.#setItem(`${this.prefix}a/${id}`, text);
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
    const ids = this.all("a/").map(({ name }) => name);
    for (const kind of ["s/", "v/"]) {
      for (const { name } of this.all(kind)) if (!ids.includes(name.split("/")[0])) this.drop(kind + name);
    }
  }

  /** @type {(event: { key: string | null, newValue?: string | null }) => any} */
  fromOtherTab({ key, newValue }) {
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

  /** @param {string} id */
  snapshots(id) {
    return this.all(`s/${id}/`);
  }

  get settings() {
    return { ...tried(() => JSON.parse(String(this.storage?.getItem(`${this.prefix}settings`)))) };
  }

  set settings(value) {
    tried(() => this.put("settings", JSON.stringify(value)));
  }

  /** @type {(name: string, text: string) => true | null} */
  put(name, text) {
    return tried(() => (this.#setItem(this.prefix + name, text), /** @type {const} */ (true)));
  }

  /** @param {string} id */
  rawOf(id) {
    return this.storage?.getItem(`${this.prefix}a/${id}`);
  }

  /** @param {string} name */
  drop(name) {
    this.storage?.removeItem(this.prefix + name);
  }

  // What was (versions.js) is never kept at the cost of what is; nor given up for what there is no room for anyway.
  /** @type {(key: string, text: string) => void} */
  #setItem(key, text) {
    const storage = /** @type {Storage} */ (this.storage);
    try {
      storage.setItem(key, text);
    } catch (error) {
      const time = (/** @type {{ name: string }} */ { name }) => Number(name.split("/")[1]);
      const old = this.all("v/").sort((a, b) => time(a) - time(b));
      const room = old.reduce((sum, { raw }) => sum + raw.length, storage.getItem(key)?.length ?? 0);
      const { name, message } = /** @type {Error} */ (error);
      if (!/quota/i.test(name + message) || !old.length || room < text.length) throw error;
      this.drop(`v/${old[0].name}`);
      this.#setItem(key, text);
    }
  }

  /** @type {(kind: string) => { name: string, raw: string }[]} */
  all(kind) {
    const start = this.prefix + kind;
    const keys = Object.keys(this.storage ?? {}).filter((key) => key.startsWith(start));
    return keys.sort().map((key) => ({ name: key.slice(start.length), raw: this.storage?.getItem(key) ?? "" }));
  }

  /** @type {(id: string, raw: string) => { old: Assessment, now: Assessment }} */
  #read(id, raw) {
    const old = validate(parseJson(raw), this.list);
    if (old.id !== id) refuse("It is stored under another name.");
    return { old, now: bringForward(old, this.list) };
  }

  /** @type {(id: string, raw: string) => Assessment} */
  #theirs(id, raw) {
    try {
      return this.#read(id, raw).now;
    } catch {
      throw this;
    }
  }
}
