// Where words stand in a text, whatever their case and accents.
// @ts-check
import { fold } from "./text.js";

/**
 * Pairs of begin and end, in order, none in another.
 * @param {string} text
 * @param {string[]} words  folded
 * @returns {[number, number][]}
 */
export function occurrences(text, words) {
  let folded = "";
  // Of each folded letter, where the one that it comes from begins and ends.
  const starts = [];
  const ends = [];
  let at = 0;
  for (const letter of text) {
    const here = fold(letter);
    for (let i = 0; i < here.length; i += 1) {
      starts.push(at);
      ends.push(at + letter.length);
    }
    at += letter.length;
    // An accent belongs to what it stands on.
    if (!here && ends.length) ends[ends.length - 1] = at;
    folded += here;
  }
  /** @type {[number, number][]} */
  const found = [];
  for (const word of words) {
    for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + word.length)) {
      found.push([starts[i], ends[i + word.length - 1]]);
    }
  }
  found.sort(([a], [b]) => a - b);
  return found.reduce((/** @type {[number, number][]} */ kept, pair) => {
    const last = kept.at(-1);
    if (last && pair[0] <= last[1]) last[1] = Math.max(last[1], pair[1]);
    else kept.push(pair);
    return kept;
  }, []);
}
