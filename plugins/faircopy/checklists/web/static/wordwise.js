// What differs between two texts, word by word.
// @ts-check

// Words times words that are compared: it takes some ten milliseconds. In longer texts all between what is the same at
// both ends differs.
const MAX_PAIRS = 1e6;

/** @type {(text: string) => string[]} */
const wordsOf = (text) => text.split(/(?<=\s)(?=\S)/u).filter(Boolean);

/** @type {(a: string[], b: string[]) => number} */
function sameAtStart(a, b) {
  const end = a.findIndex((word, i) => word.trim() !== b[i]?.trim());
  return end < 0 ? a.length : end;
}

// Which of the words of `a` are in the longest sequence that both have.
/** @type {(a: string[], b: string[]) => boolean[]} */
function common(a, b) {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      lengths[at] = a[i] === b[j] ? lengths[at + width + 1] + 1 : Math.max(lengths[at + width], lengths[at + 1]);
    }
  }
  /** @type {boolean[]} */
  const found = a.map(() => false);
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      found[i] = true;
      i += 1;
      j += 1;
    } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return found;
}

/**
 * A text in pieces, each with whether the other text lacks it.
 * @type {(text: string, other: string) => [piece: string, isOnlyHere: boolean][]}
 */
export function wordwise(text, other) {
  const [here, there] = [wordsOf(text), wordsOf(other)];
  const start = sameAtStart(here, there);
  const end = Math.min(
    sameAtStart([...here].reverse(), [...there].reverse()),
    Math.min(here.length, there.length) - start,
  );
  const mine = here.slice(start, here.length - end).map((word) => word.trim());
  const theirs = there.slice(start, there.length - end).map((word) => word.trim());
  const shared = mine.length * theirs.length > MAX_PAIRS ? mine.map(() => false) : common(mine, theirs);
  /** @type {[string, boolean][]} */
  const found = [];
  here.forEach((word, i) => {
    const isOnlyHere = i >= start && i < here.length - end && !shared[i - start];
    const last = found[found.length - 1];
    if (last?.[1] === isOnlyHere) last[0] += word;
    else found.push([word, isOnlyHere]);
  });
  return found;
}
