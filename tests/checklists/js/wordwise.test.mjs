import assert from "node:assert/strict";
import { test } from "node:test";
import { chance, load } from "./help.mjs";

const { wordwise } = await load();
const marked = (text, other) => wordwise(text, other).map(([piece, isOnlyHere]) => (isOnlyHere ? `[${piece.trim()}]` : piece.trim())).join(" ");

test("words that the other text lacks are told from those that both have", () => {
  for (const [text, other, expected] of [
    ["twice a year, by Kim", "once a year, by Sam", "[twice] a year, by [Kim]"],
    ["a b c", "a b c", "a b c"],
    ["a b", "", "[a b]"],
    ["", "a", ""],
    ["a b a", "a", "a [b a]"],
    ["one\ntwo  three", "one two", "one\ntwo [three]"],
    ["x a y b z", "a b", "[x] a [y] b [z]"],
  ]) assert.equal(marked(text, other), expected);
});

test("nothing of a text is lost, whatever the texts, and both sides have the same words in common", () => {
  const { below, pick } = chance(7);
  for (let round = 0; round < 300; round += 1) {
    const some = () => Array.from({ length: below(12) }, () => pick(["a", "b", "c ", "\n", "dd", "é"]) + pick(["", " ", "  "])).join("");
    const [a, b] = [some(), some()];
    assert.equal(wordwise(a, b).map(([piece]) => piece).join(""), a);
    const shared = (pieces) => pieces.filter(([, only]) => !only).flatMap(([piece]) => piece.split(/\s+/)).filter(Boolean);
    assert.equal(shared(wordwise(a, b)).length, shared(wordwise(b, a)).length, JSON.stringify([a, b]));
  }
});

test("long texts take no longer than a moment, and are still read whole", () => {
  const long = (seed) => Array.from({ length: 20_000 }, (_, i) => `w${(i * seed) % 977}`).join(" ");
  const [a, b] = [`start ${long(3)} end`, `start ${long(5)} end`];
  const found = wordwise(a, b);
  assert.equal(found.map(([piece]) => piece).join(""), a);
  assert.deepEqual([found[0], found.at(-1)], [["start w0 ", false], ["end", false]]);
});
