// The lines of a log, as fail2ban reads them: of a file of any length, plain or compressed by gzip.
// @ts-check

/** @typedef {{ form?: string, damaged?: boolean }} Notes  what a file is that is no plain log; whether it is damaged */

const CHUNK_CHARS = 1 << 18; // so many at a time
export const MAX_LINE_CHARS = 1 << 20; // what a longer line has beyond that is not read
const SLICE_BYTES = 1 << 16;
const GZIP = "\x1f\x8b\x08";
const MIN_MEMBER_BYTES = 18;
const MAX_TRIES = 20; // bytes within a member may look like the head of another
/** @type {Record<string, string>} */
const FORMS = {
  "PK\x03\x04": "zip",
  BZh: "bzip2",
  "\xfd7zX": "xz",
  "\x28\xb5\x2f\xfd": "zstd",
  "7z\xbc": "7-Zip",
  "\xff\xfe": "UTF-16",
  "\xfe\xff": "UTF-16",
};

/** @type {(file: Blob, start: number, end?: number) => Promise<Uint8Array<ArrayBuffer>>} */
const bytesOf = async (file, start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer());

/**
 * A part of a file. The last byte comes alone: a stream that fails forgets what nobody has taken from it yet.
 * @param {Blob} file
 * @param {number} start
 * @param {number} end
 */
function streamOf(file, start, end) {
  return new ReadableStream(
    {
      async pull(controller) {
        const stop = start < end - 1 ? Math.min(start + SLICE_BYTES, end - 1) : end;
        if (start >= end) return controller.close();
        controller.enqueue(await bytesOf(file, start, stop));
        start = stop;
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>}
 */
async function* chunksOf(stream) {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/**
 * Where the next member of a gzip file may begin, from a place on; else the end of the file.
 * @param {Blob} file
 * @param {number} from
 */
async function nextMember(file, from) {
  for (let start = from; start < file.size; start += SLICE_BYTES) {
    const bytes = await bytesOf(file, start, start + SLICE_BYTES + 3);
    for (let at = bytes.indexOf(0x1f); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
      // Three bits of the flags are never set.
      if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && bytes[at + 3] < 32) return start + at;
    }
  }
  return file.size;
}

/**
 * The bytes of all members of a gzip file, up to where it is damaged, and how many bytes of the file are read. Browsers
 * unpack one member only, and do not say where it ends.
 * @param {Blob} file
 * @param {Notes} notes
 * @returns {AsyncGenerator<[Uint8Array<ArrayBuffer>, number]>}
 */
async function* unpacked(file, notes) {
  for (let start = 0; start < file.size;) {
    let end = start + MIN_MEMBER_BYTES;
    let given = 0;
    for (let tries = 1; ; tries++) {
      end = tries < MAX_TRIES ? await nextMember(file, end) : file.size;
      let seen = 0;
      try {
        for await (const bytes of chunksOf(streamOf(file, start, end).pipeThrough(new DecompressionStream("gzip")))) {
          seen += bytes.length;
          // In another try the same comes again.
          if (seen > given) yield [bytes.subarray(Math.max(0, given - seen + bytes.length)), start];
          given = Math.max(given, seen);
        }
        break;
      } catch {
        notes.damaged = end >= file.size;
        if (notes.damaged) return;
        end++;
      }
    }
    start = end;
  }
}

/**
 * @param {Blob} file
 * @returns {AsyncGenerator<[Uint8Array<ArrayBuffer>, number]>}
 */
async function* plain(file) {
  let read = 0;
  for await (const bytes of chunksOf(streamOf(file, 0, file.size))) yield [bytes, (read += bytes.length)];
}

/**
 * Many lines at a time, with how many bytes of the file are read.
 * @param {Blob} file
 * @param {Notes} notes
 * @returns {AsyncGenerator<{ lines: string[], bytes: number }>}
 */
export async function* linesOf(file, notes) {
  const head = String.fromCharCode(...(await bytesOf(file, 0, 4)));
  notes.form = FORMS[Object.keys(FORMS).find((one) => head.startsWith(one)) ?? ""];
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let carry = "";
  let dropping = false;
  let read = 0;

  /** @param {boolean} done  whether no more text comes */
  function cut(done) {
    const lines = carry.split("\n");
    carry = lines.pop() ?? "";
    if (dropping && lines.length) {
      lines.shift();
      dropping = false;
    }
    if (dropping) carry = "";
    if (carry.length > MAX_LINE_CHARS) {
      lines.push(carry);
      carry = "";
      dropping = true;
    }
    if (done && carry) lines.push(carry);
    return lines.map((line) => (line.length > MAX_LINE_CHARS ? line.slice(0, MAX_LINE_CHARS) : withoutReturn(line)));
  }

  for await (const [bytes, at] of head.startsWith(GZIP) ? unpacked(file, notes) : plain(file)) {
    if (!read && isBinary(bytes.subarray(0, 8192))) notes.form ??= "binary";
    read = at;
    carry += decoder.decode(bytes, { stream: true });
    if (carry.length > CHUNK_CHARS) yield { lines: cut(false), bytes: read };
  }
  carry += decoder.decode();
  yield { lines: cut(true), bytes: file.size };
}

/**
 * Whether many bytes are signs that no text has; a log may have some, as after a crash.
 * @param {Uint8Array} bytes
 */
const isBinary = (bytes) => bytes.filter((one) => one < 9 || (one > 13 && one < 27)).length > bytes.length / 50;

/** @type {(line: string) => string} */
const withoutReturn = (line) => (line.endsWith("\r") ? line.replace(/(?<!\r)\r+$/, "") : line);
