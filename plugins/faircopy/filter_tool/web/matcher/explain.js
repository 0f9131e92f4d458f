// How far a filter comes with a line that it does not match.
// @ts-check
/** @import { Compiled, Explanation, Matcher } from "../types" */
import { PLAIN, group } from "./regex.js";

/**
 * How far the prefix came with a line, or the expression that came furthest.
 * @param {Matcher} matcher  one of which nothing else is asked
 * @param {string} line
 * @returns {Explanation | null}
 */
export function explain({ part, expressions, prefix }, line) {
  const plain = PLAIN.test(line);
  const { rest, cut } = part(line, plain);
  /** @type {(at: number, part: string, expression: number) => Explanation | null} */
  const upTo = (at, part, expression) =>
    rest.slice(0, at).trim()
      ? { expression, part, matchedUpTo: Math.min(line.length, at > cut.at ? at + cut.length : at) }
      : null;
  const begun = prefix?.exec(`${rest}\n`, plain);
  if (prefix && !begun) {
    const { part: stopped, end } = reach(prefix, `${rest}\n`, plain);
    return upTo(end, stopped, -1);
  }
  const content = begun ? group(begun, prefix?.names.content) : undefined;
  const text = content ?? rest;
  const from = content === undefined ? 0 : Math.max(0, rest.lastIndexOf(content));
  let best = { end: 0, part: "", expression: 0 };
  expressions.forEach((one, expression) => {
    const reached = reach(one, `${text}\n`, plain);
    if (reached.end > best.end && reached.part !== "") best = { ...reached, expression };
  });
  return upTo(best.end && from + best.end, best.part, best.expression);
}

/**
 * The first part of an expression that a text does not match, and where what stands before it ends in the text.
 * @param {Compiled} expression
 * @param {string} text
 * @param {boolean} plain
 */
function reach({ parts = [], start }, text, plain) {
  let low = 0;
  let high = parts.length;
  let end = 0;
  // The first `low` parts match, the first `high + 1` do not.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const found = start(parts[middle - 1][0], plain).exec(text);
    if (found) [low, end] = [middle, found.index + found[0].length];
    else high = middle - 1;
  }
  return { part: parts[low]?.[1] ?? "", end };
}
