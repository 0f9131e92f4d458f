// Bits by how likely they are, as few bytes: an arithmetic coder.
// @ts-check

// `one` is the probability of a 1, 1 to 65535.
/** @type {(low: number, high: number, one: number) => number} */
const middle = (low, high, one) => low + Math.floor(((high - low) * one) / 65536);

export class Writer {
  /** @type {number[]} */
  bytes = [];
  #low = 0;
  #high = 2 ** 32 - 1;

  /** @type {(one: number, bit: number) => number} */
  code(one, bit) {
    const mid = middle(this.#low, this.#high, one);
    if (bit) this.#high = mid;
    else this.#low = mid + 1;
    for (; (this.#low ^ this.#high) >>> 24 === 0; this.#high = ((this.#high << 8) | 255) >>> 0) {
      this.bytes.push(this.#high >>> 24);
      this.#low = (this.#low << 8) >>> 0;
    }
    return bit;
  }

  // As few bytes as name a number between the two: a reader takes what is missing for 0.
  end() {
    for (let rest = 2 ** 24, at = 24; ; rest /= 256, at -= 8) {
      const least = Math.ceil(this.#low / rest) * rest;
      if (least > this.#high) continue;
      for (let shift = 24; shift >= at; shift -= 8) this.bytes.push((least / 2 ** shift) & 255);
      while (this.bytes.at(-1) === 0) this.bytes.pop();
      return Uint8Array.from(this.bytes);
    }
  }
}

export class Reader {
  #low = 0;
  #high = 2 ** 32 - 1;
  #at = 4;
  /** @type {number} */
  #now;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.#now = [0, 1, 2, 3].reduce((sum, i) => sum * 256 + (bytes[i] ?? 0), 0);
  }

  /** @type {(one: number, bit?: number) => number} */
  code(one) {
    const mid = middle(this.#low, this.#high, one);
    const bit = Number(this.#now <= mid);
    if (bit) this.#high = mid;
    else this.#low = mid + 1;
    for (; (this.#low ^ this.#high) >>> 24 === 0; this.#high = ((this.#high << 8) | 255) >>> 0) {
      this.#low = (this.#low << 8) >>> 0;
      this.#now = ((this.#now << 8) | (this.bytes[this.#at++] ?? 0)) >>> 0;
    }
    return bit;
  }
}
