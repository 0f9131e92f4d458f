// What the tests of the checklist's modules share: the modules, a list, an assessment, seeded chance.
import { readFileSync } from "node:fs";
import { Duplex } from "node:stream";
import zlib from "node:zlib";

// tests/checklists/test_app_logic.py puts the modules there, and the small list.
const folder = process.env.CHECKLIST_MODULES;
// All that knows nothing of the page.
const LOGIC = ["vocabulary", "text", "addresses", "sums", "assessment", "list", "former", "history", "merge", "validate", "transfer", "primer", "bits", "textmodel", "packing", "link1", "link", "storage", "versions", "answer", "filters", "owners", "occurrences", "chapter", "answered", "unanswered", "rows", "report", "compare", "merging", "wordwise", "plain", "formats", "standalone"];
/** What these modules export, together: no two export the same name. */
export const load = async () => Object.assign({}, ...(await Promise.all(LOGIC.map((name) => import(new URL(`${name}.js`, folder))))));
// Who wants the list's data only has no modules there.
const { listOf } = await load().catch(() => ({}));
export const source = (name) => readFileSync(new URL(name, folder), "utf8");

// Node 18 has these streams, but not for "deflate-raw".
for (const [name, make] of [["CompressionStream", zlib.createDeflateRaw], ["DecompressionStream", zlib.createInflateRaw]]) {
  try {
    new globalThis[name]("deflate-raw");
  } catch {
    globalThis[name] = function stream() {
      return Duplex.toWeb(make());
    };
  }
}

export const list = () => listOf(source("list.json"));

/** Numbers that are the same in every run with the same seed (mulberry32). */
export function chance(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, pick: (values) => values[below(values.length)] };
}

/** A Storage in memory that can be made to fail. */
export class Shelf {
  constructor(room = Infinity) {
    Object.defineProperty(this, "room", { value: room, writable: true, enumerable: false });
  }

  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }

  setItem(key, value) {
    const others = Object.entries(this).filter(([name]) => name !== key);
    const size = [...others, [key, value]].reduce((sum, pair) => sum + pair.join("").length, 0);
    if (size > this.room) throw new Error("QuotaExceededError");
    this[key] = value;
  }

  removeItem(key) {
    delete this[key];
  }
}

/** A link whose check sum is right (FNV-1a), whatever is in it. */
export function linkOf(bytes) {
  const text = bytes.toString("base64url");
  let sum = 0x811c9dc5;
  for (const byte of Buffer.from(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return `#share=1.${(sum >>> 0).toString(36)}.${text}`;
}
