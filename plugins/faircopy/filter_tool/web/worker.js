// The Worker of the filter tool: it reads a log as a stream and asks the matcher (matcher.js, which stands before this in one
// blob, so that the page's policy holds here). The page ends it when a line takes too long, and begins another behind that
// line. So it holds nothing while it reads: what it has found, it posts.

/**
 * What is found in some lines.
 * @typedef {object} Batch
 * @property {number} next  the line that is tried next, from 1
 * @property {boolean} busy  whether it is being tried; else the file is waited for
 * @property {number} bytes  read of the file
 * @property {Object<string, number>} counts  lines by kind; `dateless` of any kind; `cut` are those that were too long
 * @property {object} failures  the buffers of a FailureList
 * @property {{lines: Uint32Array, times: Float64Array, ids: Uint32Array}} others  the lines that do not match, and name an
 *   address: `ids` are places in `addresses`
 * @property {string[]} addresses
 * @property {[string, number, number, string][]} groups  of lines that are alike and match nothing: what they have in common, how
 *   many, number and text of the first
 * @property {number} missing  what dates lack, as the matcher says it
 * @property {number} first  seconds since 1970, of the earliest line; `last` of the latest
 * @property {string} [form]  what the file is, where it is no log; `damage`: why it could not be read to its end
 */

// Nothing here asks the network for anything. The policy forbids it; without these nothing could even try.
for (const name of ["fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "importScripts"]) self[name] = undefined;

const BATCH_MS = 100;
const CAREFUL_MS = 2000; // so long after a line was too slow each line is announced
const CHUNK_CHARS = 1 << 18; // so many at a time
const MAX_LINE_CHARS = 1 << 20; // what a longer line has beyond that is not read
const MAX_TEXT_CHARS = 2000; // of a line that is shown
const MAX_EXAMPLES = 3;
const WARM_UP_LINES = 1000; // a matcher that begins in the middle is given as many, for what it remembers
const GZIP = "\x1f\x8b";
const NO_LOGS = { "PK\x03\x04": "zip archive", "BZh": "bzip2 file", "\xfd7zX": "xz file", "\x28\xb5\x2f\xfd": "zstd file", "7z\xbc": "7-Zip archive", "\xff\xfe": "text in UTF-16" };
const ADDRESS = /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|(?:[\da-f]{1,4}:){7}[\da-f]{1,4}(?![\w:])|(?:[\da-f]{1,4}:)*:(?::?[\da-f]{1,4})+(?![\w:]))/i;

let kept;

/** What lines of one kind have in common: what is in quotes or brackets and what has a digit left out, but for a status. */
const shapeOf = (line) => line.slice(0, 300).replace(/("[A-Z]* )[^"]*("(?: \d{3} )?)|"[^"]*"?|\[[^\]]*\]|[\w.:-]*\d[\w.:-]*/g, "$1#$2");

/** The lines of a file, as fail2ban reads them: many at a time, with how many bytes of the file are read. */
async function* chunksOf(file, batch = {}) {
  let bytes = 0;
  let carry = "";
  let dropping = false;
  const counter = new TransformStream({ transform: (chunk, to) => ((bytes += chunk.length), to.enqueue(chunk)) });
  const begin = String.fromCharCode(...new Uint8Array(await file.slice(0, 4).arrayBuffer()));
  let stream = file.stream().pipeThrough(counter);
  if (begin.startsWith(GZIP)) stream = stream.pipeThrough(new DecompressionStream("gzip"));
  batch.form = Object.entries(NO_LOGS).find(([magic]) => begin.startsWith(magic))?.[1];
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const reader = stream.getReader();
  for (let isFirst = true; ; isFirst = false) {
    let read;
    try {
      read = await reader.read();
    } catch (error) {
      read = { done: true };
      batch.damage = error.message || "it cannot be unpacked";
    }
    const { done, value } = read;
    if (isFirst && value?.subarray(0, 8192).includes(0)) batch.form ??= "binary file";
    carry += decoder.decode(value, { stream: !done });
    if (carry.length < CHUNK_CHARS && !done) continue;
    const lines = carry.split("\n");
    carry = lines.pop();
    if (dropping && (lines.length || done)) {
      dropping = false;
      if (lines.length) lines.shift();
      else carry = "";
    }
    if (dropping) carry = "";
    if (carry.length > MAX_LINE_CHARS) {
      lines.push(carry);
      carry = "";
      dropping = true;
    }
    if (done && carry) lines.push(carry);
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i];
      if (line.length > MAX_LINE_CHARS) lines[i] = line.slice(0, MAX_LINE_CHARS);
      else if (line.endsWith("\r")) lines[i] = line.replace(/\r+$/, "");
    }
    yield { lines, bytes };
    if (done) return;
  }
}

const newBatch = () => ({
  counts: { matched: 0, ignored: 0, missed: 0, undated: 0, dateless: 0, cut: 0 },
  first: Infinity, last: -Infinity, failures: new FilterTool.FailureList(), groups: new Map(), known: new Map(), lines: [], times: [], ids: [],
});

function add(batch, number, line, result) {
  const { kind, time } = result;
  batch.counts[kind]++;
  if (line.length === MAX_LINE_CHARS) batch.counts.cut++;
  if (!result.dated) batch.counts.dateless++;
  else {
    batch.first = Math.min(batch.first, time);
    batch.last = Math.max(batch.last, time);
  }
  if (kind === "matched") return batch.failures.add(number, result);
  if (kind !== "ignored") {
    const shape = shapeOf(line);
    const group = batch.groups.get(shape);
    if (group) group[1]++;
    else batch.groups.set(shape, [shape, 1, number, line.slice(0, MAX_TEXT_CHARS)]);
  }
  const address = result.address ?? ADDRESS.exec(line)?.[0].toLowerCase();
  if (!address) return;
  if (!batch.known.has(address)) batch.known.set(address, batch.known.size);
  batch.lines.push(number);
  // Before the first date there is none.
  batch.times.push(time ?? NaN);
  batch.ids.push(batch.known.get(address));
}

/** @returns {Batch} */
function packed({ failures, known, groups, lines, times, ids, ...rest }, more) {
  const others = { lines: Uint32Array.from(lines), times: Float64Array.from(times), ids: Uint32Array.from(ids) };
  return { ...rest, ...more, failures: failures.buffers, others, addresses: [...known.keys()], groups: [...groups.values()] };
}

const TASKS = {
  /** Reads a log from the line `from` on; not the lines `slow`, which were too slow. */
  async read({ data, zone, names, file, from, slow, careful }) {
    const matcher = FilterTool.createMatcher(data, { zone, names });
    // Expressions are compiled when they are first asked, which is no line's fault.
    for (const text of ["-", "é"]) matcher.match(text);
    const begun = performance.now();
    let number = 0;
    let read = 0;
    let batch = newBatch();
    let posted = -Infinity;
    const post = (busy) => {
      postMessage(packed(batch, { name: "batch", next: number, busy, bytes: read, missing: matcher.missing() }));
      // What is said of the file as a whole is said once.
      Object.assign(batch, newBatch(), { form: undefined });
      posted = performance.now();
    };
    for await (const { lines, bytes } of chunksOf(file, batch)) {
      read = bytes;
      posted = -Infinity;
      for (const line of lines) {
        number++;
        if (number < from - WARM_UP_LINES || slow.includes(number)) continue;
        const now = performance.now();
        if (now - posted > BATCH_MS || (careful && now - begun < CAREFUL_MS && number >= from)) post(true);
        const result = matcher.match(line);
        if (number >= from) add(batch, number, line, result);
      }
      number++;
      post(false);
      number--;
    }
    postMessage({ name: "ended" });
  },

  explain({ data, zone, names, text }) {
    postMessage({ name: "explaining", busy: true });
    postMessage({ name: "explained", explained: FilterTool.createMatcher(data, { zone, names }).explain(text) });
  },

  /** Takes all that was found; from now on it can be asked what a jail does with it. */
  keep({ batches }) {
    const length = batches.reduce((sum, { others }) => sum + others.lines.length, 0);
    const people = [];
    const known = new Map();
    const idOf = (address) => {
      if (!known.has(address)) known.set(address, people.push({ address, matched: 0, others: 0, examples: [], first: Infinity, last: -Infinity }) - 1);
      return known.get(address);
    };
    const see = (id, time) => {
      if (time < people[id].first) people[id].first = time;
      if (time > people[id].last) people[id].last = time;
      return people[id];
    };
    kept = { people, known, failures: new FilterTool.FailureList(), ids: new Uint32Array(length), times: new Float64Array(length), lines: new Uint32Array(length) };
    let at = 0;
    for (const { failures, others, addresses } of batches) {
      const list = new FilterTool.FailureList(failures);
      for (let i = 0; i < list.length; i++) {
        const failure = list.at(i);
        see(idOf(failure.address), failure.time).matched++;
        kept.failures.add(failure.line, failure);
      }
      kept.times.set(others.times, at);
      kept.lines.set(others.lines, at);
      const ids = addresses.map(idOf);
      others.ids.forEach((id, i) => {
        const person = see((kept.ids[at++] = ids[id]), others.times[i]);
        if (person.others++ < MAX_EXAMPLES) person.examples.push(others.lines[i]);
      });
    }
  },

  /** What a jail would have done, and how many lines of those that it bans would not have come. */
  replay({ jail, most, id }) {
    const odd = jail.ignoreip.find((one) => !FilterTool.parseAddress(one));
    if (odd) return postMessage({ name: "replayed", id, odd });
    const { bans, near, ignored } = FilterTool.replay(kept.failures, jail);
    const people = kept.people.map((one) => ({ ...one, theirs: [], at: 0 }));
    for (const ban of bans) people[kept.known.get(ban.address)].theirs.push(Object.assign(ban, { spared: 0 }));
    // Lines come in their order, so the ban that a line falls into is the one before, or a later one.
    const spare = (person, line, time) => {
      const { theirs } = person;
      while (theirs[person.at + 1]?.lines.at(-1) < line) person.at++;
      const ban = theirs[person.at];
      if (ban?.lines.at(-1) < line && !(time >= (ban.until ?? Infinity))) ban.spared++;
    };
    for (let i = 0; i < kept.failures.length; i++) {
      const { address, line, time } = kept.failures.at(i);
      spare(people[kept.known.get(address)], line, time);
    }
    for (const one of people) one.at = 0;
    kept.ids.forEach((id, i) => spare(people[id], kept.lines[i], kept.times[i]));
    const matching = people.filter(({ matched }) => matched).map(({ theirs, at, ...one }) => ({ ...one, bans: theirs.length }));
    const banned = matching.filter((one) => one.bans);
    const doubts = banned.filter((one) => one.others >= one.matched);
    matching.sort((one, other) => other.matched - one.matched);
    doubts.sort((one, other) => other.others - one.others);
    postMessage({
      name: "replayed", id,
      bans: bans.slice(0, most), near: near.slice(0, most), ignored: ignored.slice(0, most), people: matching.slice(0, most), doubts: doubts.slice(0, most),
      totals: { bans: bans.length, near: near.length, ignored: ignored.length, people: matching.length, banned: banned.length, doubts: doubts.length, spared: bans.reduce((sum, ban) => sum + ban.spared, 0) },
    });
  },

  /** The texts of some lines of a log. */
  async texts({ file, lines }) {
    const wanted = new Set(lines);
    const texts = [];
    let number = 0;
    for await (const chunk of chunksOf(file)) {
      for (const line of chunk.lines) if (wanted.delete(++number)) texts.push([number, line.slice(0, MAX_TEXT_CHARS)]);
      if (!wanted.size) break;
    }
    postMessage({ name: "texts", texts });
  },
};

onmessage = async ({ data: task }) => {
  try {
    await TASKS[task.name](task);
  } catch (error) {
    // Thrown in nobody's promise, it reaches the page.
    setTimeout(() => {
      throw error;
    });
  }
};
