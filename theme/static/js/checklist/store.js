// Assessments in the browser's own storage. Never throws; `trouble` says what is wrong: blocked, full or newer.
import { merge } from "./state.js";
import { checked, parsed } from "./transfer.js";

export class Store {
  #known = new Map();
  #unsaved = new Map();

  constructor(open, prefix, forward) {
    Object.assign(this, { prefix, forward, sealed: [] });
    try {
      this.storage = open();
      this.storage.getItem(prefix);
    } catch {
      this.storage = null;
      this.trouble = "blocked";
    }
  }

  // What cannot be understood is sealed, and never written. What is brought forward is kept as it was, too.
  load() {
    return this.#all("a/").flatMap(({ name: id, raw }) => {
      this.#known.set(id, raw);
      try {
        const old = checked(parsed(raw));
        const now = this.forward(old);
        if (now.revision === old.revision) return now;
        this.revised = true;
        return this.#put(`s/${id}/${old.revision}`, raw) ? this.save(now) : now;
      } catch ({ message }) {
        this.sealed.push({ id, raw, message });
        return [];
      }
    });
  }

  // Another tab may have stored something since.
  save(assessment) {
    const { id } = assessment;
    this.#unsaved.set(id, assessment);
    try {
      const raw = this.storage.getItem(`${this.prefix}a/${id}`);
      if (raw && raw !== this.#known.get(id)) assessment = merge(assessment, this.#read(raw));
      const text = JSON.stringify(assessment);
      this.storage.setItem(`${this.prefix}a/${id}`, text);
      this.#known.set(id, text);
      this.#unsaved.delete(id);
      if (!this.#unsaved.size) this.trouble = null;
    } catch (error) {
      this.trouble = !this.storage ? "blocked" : error === this ? "newer" : "full";
    }
    return assessment;
  }

  remove(id) {
    this.#unsaved.delete(id);
    this.#known.delete(id);
    for (const name of [`a/${id}`, ...this.snapshots(id).map((each) => `s/${id}/${each.name}`)]) this.storage?.removeItem(this.prefix + name);
  }

  flush() {
    this.#unsaved.forEach((assessment) => this.save(assessment));
  }

  heard({ key, newValue }) {
    const [, id] = key?.split(`${this.prefix}a/`) ?? [];
    try {
      const found = id && { id, assessment: newValue && this.#read(newValue) };
      this.#known.set(id, newValue);
      return found;
    } catch {
      this.trouble = "newer";
      return null;
    }
  }

  snapshots(id) {
    return this.#all(`s/${id}/`);
  }

  get settings() {
    try {
      return JSON.parse(this.storage.getItem(`${this.prefix}settings`)) ?? {};
    } catch {
      return {};
    }
  }

  set settings(value) {
    this.#put("settings", JSON.stringify(value));
  }

  #put(name, text) {
    try {
      this.storage.setItem(this.prefix + name, text);
      return true;
    } catch {
      return false;
    }
  }

  #all(kind) {
    const start = this.prefix + kind;
    const keys = Object.keys(this.storage ?? {}).filter((key) => key.startsWith(start));
    return keys.sort().map((key) => ({ name: key.slice(start.length), raw: this.storage.getItem(key) }));
  }

  #read(raw) {
    try {
      return this.forward(checked(parsed(raw)));
    } catch {
      throw this;
    }
  }
}
