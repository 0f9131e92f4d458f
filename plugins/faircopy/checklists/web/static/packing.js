// Values and text by how likely they are, as few bits. One description of the data serves both ways: `code` takes what
// is written and returns it, or returns what is read.
// @ts-check
import { PRIMER } from "./primer.js";
import { TextModel } from "./textmodel.js";
import { refuse } from "./validate.js";
/** @import { Reader, Writer } from "./bits.js" */

export const tooMuch = () => refuse("This is more than a link may hold. Use a file instead.");

// Bytes of text in a link, written or read: a few bytes can mean gigabytes.
const MAX_TEXT = 2 ** 17;

/** @type {TextModel | undefined} */
let primed;

// Reading the primer takes longer than most links.
function primedModel() {
  if (!primed) {
    primed = new TextModel();
    for (const byte of new TextEncoder().encode(`${PRIMER}\n`)) primed.read(byte);
  }
  return primed.copy();
}

export class Coder {
  #model = primedModel();
  /** @type {Map<string, [number, number]>} */
  #chances = new Map();
  /** @type {Map<string, string[]>} */
  #words = new Map();
  #left = MAX_TEXT;

  /** @param {Writer | Reader} bits */
  constructor(bits) {
    this.bits = bits;
  }

  // A bit of a kind of which there were others.
  /** @type {(kind: string, value?: boolean) => number} */
  bit(kind, value) {
    const [one, count] = this.#chances.get(kind) ?? [32768, 0];
    const bit = this.bits.code(one, Number(value));
    const next = one + Math.trunc(((bit ? 65535 : 0) - one) / (count + 2));
    this.#chances.set(kind, [Math.max(64, Math.min(65472, next)), Math.min(count + 1, 250)]);
    return bit;
  }

  /** @type {(size: number, value?: number) => number} */
  number(size, value = 0) {
    let sum = 0;
    for (let i = size - 1; i >= 0; i -= 1) sum = sum * 2 + this.bits.code(32768, (value >> i) & 1);
    return sum;
  }

  // One of some words, which are written out when they first come.
  /** @type {(kind: string, context: string, value?: string) => string} */
  word(kind, context, value) {
    const known = this.#words.get(kind) ?? [];
    this.#words.set(kind, known);
    for (const [i, word] of known.entries()) if (this.bit(`${kind} ${context} ${i}`, value === word)) return word;
    const word = this.text(value);
    known.push(word);
    return word;
  }

  // One line.
  /** @param {string | undefined} [value] */
  text(value) {
    const bytes = [...new TextEncoder().encode(`${value ?? ""}\n`)];
    // At once, and not after a second of coding.
    if (bytes.length > this.#left) tooMuch();
    const found = [];
    do {
      if ((this.#left -= 1) < 0) tooMuch();
      found.push(this.#byte(bytes[found.length] ?? 0));
    } while (found.at(-1) !== 10);
    return new TextDecoder().decode(Uint8Array.from(found.slice(0, -1)));
  }

  /** @param {number} value */
  #byte(value) {
    let byte = 1;
    for (let i = 7; i >= 0; i -= 1) {
      const bit = this.bits.code(this.#model.guess() * 16, (value >> i) & 1);
      this.#model.learn(bit);
      byte = byte * 2 + bit;
    }
    return byte & 255;
  }
}
