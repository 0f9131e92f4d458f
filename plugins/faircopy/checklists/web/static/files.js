// Files that the reader takes away.
// @ts-check
import { h } from "./elements.js";

// The beginning says of what it is, the end when and in which form. No file system takes a name of more than 255 bytes.
const START_CHARS = 40;
const END_CHARS = 20;

/** @type {(name: string) => string} */
function fileName(name) {
  // A name that begins with a dot is one of a hidden file, and browsers change it.
  const words = name.replace(/[^\p{L}\p{M}\p{N}.]+/gu, "-").replace(/^[.-]+/, "");
  const signs = [...words.toLowerCase()];
  if (signs.length <= START_CHARS + END_CHARS) return signs.join("");
  return [...signs.slice(0, START_CHARS), ...signs.slice(-END_CHARS)].join("");
}

/** @type {(name: string, text: BlobPart) => void} */
export function download(name, text) {
  const href = URL.createObjectURL(new Blob([text]));
  h("a", { href, download: fileName(name) }).click();
  setTimeout(URL.revokeObjectURL, 6e4, href);
}
