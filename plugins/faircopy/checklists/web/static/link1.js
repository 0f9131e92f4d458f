// Links of version 1, which old messages hold: deflated JSON.
// @ts-check
import { parseJson } from "./validate.js";

// Bytes when packed and unpacked, entries.
const MAX = { packed: 2 ** 17, bytes: 2 ** 19, entries: 500 };

/**
 * @param {string} text
 * @param {{ tooMuch: () => never, damaged: () => never }} refuse
 * @returns {Promise<{ list: string, revision: string, id?: undefined, values: [string, any][] }>}
 */
export async function unpackFirst(text, { tooMuch, damaged }) {
  const bytes = () => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  if (text.length > 1.4 * MAX.packed) tooMuch();
  const found = await piped(bytes, new DecompressionStream("deflate-raw")).catch(damaged);
  const data = parseJson(new TextDecoder().decode(found ?? tooMuch()));
  const [list, revision, all] = Array.isArray(data) ? data : damaged();
  const values = Object.entries(all ?? {});
  if (values.length > MAX.entries) tooMuch();
  return { list, revision, values };
}

/** @type {(data: () => Uint8Array<ArrayBuffer>, through: DecompressionStream) => Promise<Uint8Array | null>} */
async function piped(data, through) {
  const bytes = data();
  let at = 0;
  // A small link can hold gigabytes, and each piece is unpacked at once.
  const pull = (/** @type {ReadableStreamDefaultController} */ to) =>
    at < bytes.length ? to.enqueue(bytes.subarray(at, (at += 512))) : to.close();
  const reader = new ReadableStream({ pull }).pipeThrough(through).getReader();
  const chunks = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    chunks.push(value);
    if ((size += value.length) > MAX.bytes) return null;
  }
}
