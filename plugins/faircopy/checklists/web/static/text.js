// Text that somebody else may have written; and our own words, in the language of the page.
// @ts-check

/** @type {Record<string, any>} */
let words = {};
let plurals = new Intl.PluralRules("en");

/** Takes the words that the page has: those of another language than English, by the English ones. */
export const speak = (found = "{}", language = "en") => {
  words = JSON.parse(found);
  plurals = new Intl.PluralRules(language);
};

export const language = () => plurals.resolvedOptions().locale;

/**
 * A sentence of ours in the language of the page, with `values` in their places. What nobody has translated is English;
 * so is what a reader has written, which nothing here is asked for.
 * @type {(english: string, values?: Record<string, unknown>) => string}
 */
export const t = (english, values = {}) =>
  String(Object.hasOwn(words, english) ? words[english] : english).replace(
    /%\((\w+)\)s/g,
    (_, /** @type {string} */ name) => String(values[name]),
  );

/**
 * The same of a number, which has other forms in other languages.
 * @type {(num: number, one: string, many: string, values?: Record<string, unknown>) => string}
 */
export const n = (num, one, many, values) => {
  const forms = Object.hasOwn(words, many) && words[many];
  return t(forms ? (forms[plurals.select(num)] ?? forms.other) : num === 1 ? one : many, { num, ...values });
};

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
