// Addresses in a text, and numbers that stay on one line.
// @ts-check
import { calm } from "./text.js";

/**
 * An address that may be linked to: of the web, without a name and a password, which could pass for a host. Signs that
 * end an address in a sentence, or mean something in Markdown, are percent-encoded.
 * @type {(text: string) => string | null}
 */
export function addressOf(text) {
  try {
    const { protocol, username, password, hostname, href } = new URL(text.trim());
    const encoded = (/** @type {string} */ sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
    return /^https?:$/.test(protocol) && !username && !password && !hostname.startsWith("[")
      ? href.replace(/[|\\\x60'"<>{}^[\]()*]|[.,;:!?]$/g, encoded).replace(/(&#?\w+);/g, "$1%3B")
      : null;
  } catch {
    return null;
  }
}

// In a text: brackets in pairs belong to it, and what ends a sentence does not.
const PLAIN = '[^\\s<>"“”()[\\]]';
const PAIRED = '\\([^\\s<>"“”()]*\\)|\\[[^\\s<>"“”[\\]]*\\]';
const ADDRESS = new RegExp(`(\\bhttps?://(?:${PLAIN}|${PAIRED})*(?:(?![.,;:!?'])${PLAIN}|${PAIRED}))`, "i");

/**
 * A text in pieces: every second one is an address to link to.
 * @type {(text: string) => string[]}
 */
export function pieces(text) {
  const found = calm(text).split(ADDRESS);
  return found.reduce((made, piece, i) => {
    const address = i % 2 ? addressOf(piece) : null;
    if (address) return [...made, address, ""];
    return [...made.slice(0, -1), made[made.length - 1] + piece];
  }, /** @type {string[]} */ ([""]));
}

/**
 * "60 %" and "(3 of 4)" stay on one line.
 * @type {(text: string) => string}
 */
export const unbroken = (text) =>
  text.replace(/\d %|\(\d+ [^\s()]+ \d+\)/g, (found) => found.replaceAll(" ", "\u00a0"));
