// Links that carry an assessment.
import { FORMAT, LINK, VERSION, tidy } from "./assessment.js";
import { NEWER, bringForward, parseJson, refuse, validate } from "./validate.js";

// What a link may hold: bytes when packed and unpacked, entries.
const MAX_LINK = { packed: 2 ** 17, bytes: 2 ** 19, entries: 500 };

const tooMuch = () => refuse("This is more than a link may hold. Use a backup instead.");

// Characters after which a chat program breaks a link.
export const LINK_LIMITS = { Teams: 2048, Slack: 4000 };

// FNV-1a: against accidents, not against forgers.
function sumOf(text) {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum >>> 0).toString(36);
}

const bare = ({ answer, confidence, risk, impact, reason }) => ({ answer, confidence, risk, impact, reason: reason && "not shared" });

export async function packLink({ words }, { list, revision, entries }, withNotes) {
  const shared = (value) => tidy(withNotes ? words.withoutStrayReason(value) : bare(words.withoutStrayReason(value)));
  const values = Object.entries(entries).map(([key, { value }]) => [key, value && key.startsWith("answers/") ? shared(value) : value]).filter(([, value]) => value);
  const json = new TextEncoder().encode(JSON.stringify([list, revision, Object.fromEntries(values)]));
  const bytes = json.length <= MAX_LINK.bytes && values.length <= MAX_LINK.entries && (await piped(() => json, new CompressionStream("deflate-raw")));
  if (!(bytes?.length <= MAX_LINK.packed)) tooMuch();
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `${LINK}1.${sumOf(text)}.${text}`;
}

export async function unpackLink(fragment, list) {
  const damaged = () => refuse("This link is damaged or cut off. Ask for it again, or for a file.");
  if (fragment.length > 1.4 * MAX_LINK.packed) tooMuch();
  const [version, sum, text = ""] = fragment.slice(LINK.length).split(".");
  if (version > VERSION) refuse(NEWER);
  if (version !== "1" || sumOf(text) !== sum) damaged();
  const bytes = () => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt());
  const found = await piped(bytes, new DecompressionStream("deflate-raw")).catch(damaged);
  const data = parseJson(new TextDecoder().decode(found ?? tooMuch()));
  const [id, revision, values] = Array.isArray(data) ? data : damaged();
  const all = Object.entries(values ?? {}).map(([key, value]) => [key, { value, time: 1, by: "link" }]);
  if (all.length > MAX_LINK.entries) tooMuch();
  const shared = validate({ format: FORMAT, version: VERSION, list: id, id: "shared", revision, entries: Object.fromEntries(all) }, list);
  // Nothing that is stored has this for an id.
  return { ...bringForward(shared, list), id: LINK };
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
    if ((size += value.length) > MAX_LINK.bytes) return null;
  }
}
