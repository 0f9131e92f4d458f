// Which bit of a text comes next, after what came before.
// @ts-check

// Log odds in 256ths, and the chance of a 1 in 4096 that they are. Made with sums, products and quotients only, which
// every engine rounds alike: whoever reads a link must have the numbers of whoever wrote it.
const ROOT = 1.0039138893383475; // e to the power of 1/256
const MOST_ODDS = 2047;
const LOGISTIC = new Int16Array(2 * MOST_ODDS + 1);
for (let odds = 0, ratio = 1; odds <= MOST_ODDS; odds += 1, ratio *= ROOT) {
  const one = Math.min(4095, Math.round((4096 * ratio) / (1 + ratio)));
  LOGISTIC[MOST_ODDS + odds] = one;
  LOGISTIC[MOST_ODDS - odds] = 4096 - one;
}

const squash = (/** @type {number} */ odds) => LOGISTIC[Math.max(-MOST_ODDS, Math.min(MOST_ODDS, odds)) + MOST_ODDS];

const STRETCHED = new Int16Array(4096).fill(MOST_ODDS);
for (let odds = MOST_ODDS; odds >= -MOST_ODDS; odds -= 1) STRETCHED.fill(odds, 0, squash(odds) + 1);

// Several contexts guess, and a mixer learns whom to believe (context mixing: M. Mahoney, "Adaptive Weighing of Context
// Models for Lossless Data Compression", 2005).
const ORDERS = [0, 1, 2, 3, 4, 6];
const MODELS = ORDERS.length + 2;
const SLOTS = 2 ** 19;
const [LEAST_COUNT, MOST_COUNT] = [1.6, 60];
const weights = () => new Int32Array(2 * MODELS).fill(13107);

export class TextModel {
  /** @type {Uint16Array[]} */
  #chances;
  /** @type {Uint8Array[]} */
  #counts;
  /** @type {Int32Array[]} */
  #byBits;
  /** @type {Int32Array[]} */
  #byHits;
  #contexts = new Int32Array(MODELS);
  #slots = new Int32Array(MODELS);
  #inputs = new Int32Array(2 * MODELS);
  // The last bytes, the newest first.
  #past = new Uint8Array(6);
  #word = 0;
  #wordBefore = 0;
  #bits = 1;
  #seen = 0;
  guessed = 0;
  /** @type {Int32Array} */
  bitWeights = weights();
  /** @type {Int32Array} */
  hitWeights = weights();

  // Like another, where there is one, whose tables are large: they are written once.
  /** @param {TextModel} [like] */
  constructor(like) {
    /** @type {(many: number, name: "chances" | "counts" | "byBits" | "byHits", make: () => any) => any[]} */
    const tables = (many, name, make) =>
      Array.from({ length: many }, (_, i) => (like ? like.#tables()[name][i].slice() : make()));
    this.#chances = tables(MODELS, "chances", () => new Uint16Array(SLOTS).fill(32768));
    this.#counts = tables(MODELS, "counts", () => new Uint8Array(SLOTS));
    this.#byBits = tables(256, "byBits", weights);
    this.#byHits = tables(MODELS + 1, "byHits", weights);
    this.#look();
  }

  copy() {
    const made = new TextModel(this);
    made.#past.set(this.#past);
    made.#contexts.set(this.#contexts);
    [made.#word, made.#wordBefore, made.#seen] = [this.#word, this.#wordBefore, this.#seen];
    return made;
  }

  #tables() {
    return { chances: this.#chances, counts: this.#counts, byBits: this.#byBits, byHits: this.#byHits };
  }

  /** @param {number} byte */
  read(byte) {
    for (let i = 7; i >= 0; i -= 1) {
      this.guess();
      this.learn((byte >> i) & 1);
    }
  }

  // The probability of a 1 in 4096.
  guess() {
    let hits = 0;
    for (let i = 0; i < MODELS; i += 1) {
      const hash = Math.imul(this.#contexts[i] ^ Math.imul(this.#bits, 0x9e3779b1), 0x85ebca6b);
      const slot = (this.#slots[i] = (hash ^ (hash >>> 13)) & (SLOTS - 1));
      const count = this.#counts[i][slot];
      const odds = count ? STRETCHED[this.#chances[i][slot] >> 4] : 0;
      this.#inputs[2 * i] = odds;
      this.#inputs[2 * i + 1] = (odds * Math.min(4 + 3 * count, 44)) >> 4;
      hits += Number(count > 0);
    }
    this.bitWeights = this.#byBits[this.#bits];
    this.hitWeights = this.#byHits[hits];
    let sum = 0;
    for (let i = 0; i < 2 * MODELS; i += 1) sum += this.#inputs[i] * (this.bitWeights[i] + this.hitWeights[i]);
    return (this.guessed = squash(Math.floor(sum / 131072)));
  }

  /** @param {number} bit */
  learn(bit) {
    this.#seen += 1;
    const error = Math.round(((bit << 12) - this.guessed) * Math.max(3, 16 / (1 + this.#seen / 4000)));
    for (let i = 0; i < 2 * MODELS; i += 1) {
      const step = (this.#inputs[i] * error + 8192) >> 14;
      this.bitWeights[i] += step;
      this.hitWeights[i] += step;
    }
    for (let i = 0; i < MODELS; i += 1) {
      const [slot, chances, counts] = [this.#slots[i], this.#chances[i], this.#counts[i]];
      chances[slot] += Math.trunc(((bit ? 65535 : 0) - chances[slot]) / (counts[slot] + LEAST_COUNT));
      counts[slot] = Math.min(MOST_COUNT, counts[slot] + 1);
    }
    this.#bits = (this.#bits << 1) | bit;
    if (this.#bits > 255) this.#next(this.#bits & 255);
  }

  /** @param {number} byte */
  #next(byte) {
    const small = byte | 32;
    this.#bits = 1;
    this.#past.copyWithin(1, 0);
    this.#past[0] = byte;
    if ((small > 96 && small < 123) || byte > 127) this.#word = Math.imul(this.#word + small, 0x2f0b4c47) + small;
    else if (this.#word) [this.#wordBefore, this.#word] = [this.#word, 0];
    this.#look();
  }

  #look() {
    ORDERS.forEach((order, i) => {
      let hash = Math.imul(order + 1, 0x2f0b4c47);
      for (let i = 0; i < order; i += 1) hash = Math.imul(hash ^ this.#past[i], 0x2c1b3c6d) + i;
      this.#contexts[i] = hash ^ (hash >>> 15);
    });
    this.#contexts[MODELS - 2] = Math.imul(this.#word + 7, 0x297a2d39);
    this.#contexts[MODELS - 1] = Math.imul(this.#word ^ Math.imul(this.#wordBefore, 0x1b873593), 0x297a2d39) + 99;
  }
}
