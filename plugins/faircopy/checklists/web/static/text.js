// Text that somebody else may have written.
// @ts-check

// One line, in which nothing turns what stands beside it round. What nobody could see is no text.
/** @type {(text: string) => string} */
export const oneLine = (text) => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();

/**
 * The text with its lines, in which nothing turns what stands beside it round.
 * @type {(text: string) => string}
 */
export const calm = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/gu, "");

/** @type {(text: string | null | undefined, otherwise: string) => string} */
export const seeable = (text, otherwise) => (text && /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? oneLine(text) : otherwise);
/** @type {(text: string) => string} */
export const quoted = (text) => `“${oneLine(text).replace(/^(.{60}).+/su, "$1…")}”`;

/**
 * Text as a search compares it: without case, accents and ligatures.
 * @type {(text: string) => string}
 */
export const fold = (text) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replaceAll("ς", "σ");

/** @type {(text: string) => string[]} */
export const soughtWords = (text) => [...new Set(fold(text).split(/\s+/u).filter(Boolean))];
