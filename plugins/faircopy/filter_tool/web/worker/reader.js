// The Worker that reads a log as a stream and asks the matcher. The page ends it when a line takes too long, and begins
// another behind that line. So it holds nothing: what it has found, it posts.
// @ts-check
/** @import { Batch, Group, ReadTask, Result } from "../types" */
/** @import { Notes } from "./lines.js" */
import { FailureList } from "../matcher/failures.js";
import { createMatcher } from "../matcher/matcher.js";
import { MAX_LINE_CHARS, linesOf } from "./lines.js";

const BATCH_MS = 100;
const CAREFUL_MS = 2000; // so long after a line was too slow each line is announced
const MAX_TEXT_CHARS = 2000; // of a line that is shown
const WARM_UP_LINES = 1000; // a matcher that begins in the middle is given as many, for what it remembers
const V4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}(?![\w.])`;
const V6 = String.raw`(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:)*:(?::?[\da-f]{1,4})+)(?![\w:])`;
const ADDRESS = new RegExp(String.raw`(?<![\w.:])(?:${V4}|${V6})`, "i");
const PARTS = /("[A-Z]* )[^"]*("(?: \d{3} )?)|"[^"]*"?|\[[^\]]*\]|[\w.:-]*\d[\w.:-]*/g;

/**
 * What lines of one kind have in common: what is in quotes or brackets and what has a digit left out, but for a status.
 * @type {(line: string) => string}
 */
const shapeOf = (line) => line.slice(0, 300).replace(PARTS, "$1#$2");

class Found {
  constructor() {
    /** @type {Record<string, number>} */
    this.counts = { matched: 0, ignored: 0, harmless: 0, missed: 0, undated: 0, dateless: 0, cut: 0, named: 0 };
    this.missing = 0;
    this.first = Infinity;
    this.last = -Infinity;
    this.failures = new FailureList();
    /** @type {Map<string, Group>} */
    this.groups = new Map();
    /** @type {Map<string, number>} */
    this.known = new Map();
    /** @type {number[]} */
    this.lines = [];
    /** @type {number[]} */
    this.times = [];
    /** @type {number[]} */
    this.ids = [];
  }

  /** @type {(number: number, line: string, result: Result) => void} */
  add(number, line, result) {
    const { name, time, dated, lacks } = result;
    // Whoever is known by name only is not banned: fail2ban-regex counts such a line with those that do not match.
    const kind = name ? "missed" : result.kind;
    this.counts[kind]++;
    if (line.length === MAX_LINE_CHARS) this.counts.cut++;
    if (!dated) this.counts.dateless++;
    else {
      this.first = Math.min(this.first, time);
      this.last = Math.max(this.last, time);
    }
    if (name) return void this.counts.named++;
    if (kind === "matched") {
      this.missing = Math.max(this.missing, lacks);
      return this.failures.add(number, result);
    }
    if (kind !== "ignored" && kind !== "harmless") {
      const shape = shapeOf(line);
      const group = this.groups.get(shape);
      if (group) group[1]++;
      else this.groups.set(shape, [shape, 1, number, line.slice(0, MAX_TEXT_CHARS)]);
    }
    const address = result.address ?? ADDRESS.exec(line)?.[0].toLowerCase();
    if (!address) return;
    const id = this.known.get(address) ?? this.known.size;
    this.known.set(address, id);
    this.lines.push(number);
    this.times.push(lacks > 2 ? NaN : time);
    this.ids.push(id);
  }

  get packed() {
    const { counts, first, last, missing, failures, groups, known, lines, times, ids } = this;
    const others = { lines, times, ids };
    const addresses = [...known.keys()];
    const kinds = [...groups.values()];
    return { counts, first, last, missing, failures: failures.buffers, others, addresses, groups: kinds };
  }
}

/** @param {ReadTask} task */
async function read({ data, zone, names, file, from, slow, careful }) {
  const matcher = createMatcher(data, { zone, names });
  // Expressions are compiled when they are first asked, which is no line's fault.
  for (const text of ["-", "é"]) matcher.match(text);
  const begun = performance.now();
  /** @type {Notes} */
  const notes = {};
  let next = 0;
  let read = 0;
  let found = new Found();
  let posted = -Infinity;

  /** @param {boolean} busy */
  function post(busy) {
    /** @type {Batch} */
    const batch = { ...found.packed, ...notes, next, busy, bytes: read };
    postMessage({ name: "batch", ...batch });
    found = new Found();
    posted = performance.now();
  }

  for await (const { lines, bytes } of linesOf(file, notes)) {
    read = bytes;
    posted = -Infinity;
    if (!next) matcher.begin(lines);
    for (const line of lines) {
      next++;
      if (next < from - WARM_UP_LINES || slow.includes(next)) continue;
      const now = performance.now();
      if (now - posted > BATCH_MS || (careful && now - begun < CAREFUL_MS && next >= from)) post(true);
      const result = matcher.match(line);
      if (next >= from) found.add(next, line, result);
    }
    next++;
    post(false);
    next--;
  }
  postMessage({ name: "ended" });
}

/** @param {MessageEvent<ReadTask>} event */
onmessage = ({ data }) => {
  // Thrown in nobody's promise, an error reaches the page.
  read(data).catch((error) => setTimeout(() => reportError(error)));
};
