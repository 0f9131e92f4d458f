// Expressions of Python, written for JavaScript at build: what the two understand by \d, \w, \s and \b.
// @ts-check
/** @import { Compiled, Expression } from "../types" */

// Python's sets know more than JavaScript's: for lines of ASCII, and for others.
const ASCII = { d: "0-9", w: "A-Za-z0-9_", s: "\\t-\\r\\x1c-\\x20" };
const UNICODE = {
  d: "\\p{Nd}",
  w: "\\p{L}\\p{N}_",
  s: "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000",
};
export const PLAIN = /^[\x00-\x7f]*$/;

/**
 * Write out Python's sets, so that `source` means the same to JavaScript.
 * @param {string} source
 * @param {Record<string, string>} sets
 */
function expand(source, sets) {
  const word = `[${sets.w}]`;
  const other = `[^${sets.w}]`;
  /** @type {Record<string, string>} */
  const edges = {
    b: `(?:(?<!${word})(?=${word})|(?<=${word})(?!${word}))`,
    B: `(?:(?<!${word})(?!${word})|(?<=${word})(?=${word}))`,
  };
  let inside = false;
  // WebKit's compiler (2.50.6) gets back references wrong with the flag u; what looks behind it leaves to its
  // interpreter, which does not.
  let text = /\\\d/.test(source) ? "(?<=)" : "";
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    if (character === "\\") {
      const name = source[++at];
      const set = sets[name.toLowerCase()];
      if (set && inside) text += set;
      else if (set) text += name === "w" ? word : name === "W" ? other : `[${name in sets ? "" : "^"}${set}]`;
      else if (edges[name] && sets === UNICODE) text += edges[name];
      else text += character + name;
    } else if (inside) {
      inside = character !== "]";
      text += character;
    } else if (character === "[") {
      // `[^]` is every character.
      const all = source.startsWith("[^]", at);
      text += all ? "[^]" : character;
      at += all ? 2 : 0;
      inside = !all;
    } else if (character === ".") text += "[^\\n]";
    else if (character === "$") text += "(?=\\n?$)";
    else text += character;
  }
  return text;
}

/**
 * @param {Expression & { kind?: string }} expression
 * @param {string} [hostName]  what of it is there for names alone
 * @returns {Compiled}
 */
export function compile(expression, hostName) {
  /** @type {Record<string, RegExp>} */
  const made = {};
  /** @type {(RegExp | null)[]} */
  const whole = [null, null];
  /** @type {(plain: boolean, flags: string, until?: number) => RegExp} */
  const regex = (plain, flags, until) =>
    (made[`${plain} ${flags} ${until}`] ??= new RegExp(
      expand(expression.js.slice(0, until), plain ? ASCII : UNICODE),
      flags,
    ));
  // The same without names: that part can match nothing.
  const nameless =
    hostName && expression.js.includes(hostName)
      ? compile({ ...expression, js: expression.js.replaceAll(hostName, "|(?!)())") })
      : null;
  return {
    kind: "",
    ...expression,
    nameless,
    exec: (text, plain) => (whole[+plain] ??= regex(plain, "u")).exec(text),
    start: (until, plain) => regex(plain, "u", until),
    end: (text, plain) => regex(plain, "du").exec(text)?.indices?.[1]?.[1] ?? 0,
  };
}

/**
 * The first group of a name that took part in a match, or undefined.
 * @param {RegExpExecArray} match
 * @param {number[] | undefined} numbers
 * @returns {string | undefined}
 */
export function group(match, numbers) {
  if (numbers) for (const number of numbers) if (match[number] !== undefined) return match[number];
  return undefined;
}
