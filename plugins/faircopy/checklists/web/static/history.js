// All assessments, and the changes to them with undo and redo.
// @ts-check
import { become, differing, follow, newId, same, write } from "./assessment.js";

/** @import { Assessment, Entry, Stamp } from "../types" */

/** @typedef {{ id: string, raw: string, message: string }} Sealed  what cannot be opened */
/** @typedef {any} Held  an Assessment, or what is sealed */
/** @typedef {[before: Held | undefined, after?: Held]} Pair  one is missing where one was made or deleted */
/** @typedef {{ tag?: string | false | null, pairs: Pair[] }} Step */

// What a step has changed, changed back. Versions that it had resolved stand again, under new names: the old ones are
// known.
/** @type {(assessment: Assessment, left: Assessment, target: Assessment, stamp: Stamp) => Assessment} */
function replayed(assessment, left, target, stamp) {
  const rivals = (/** @type {Assessment} */ { entries }, /** @type {string} */ key) =>
    entries[key]?.others?.map(({ value }) => value);
  const resolved = Object.keys(left.entries).filter((key) => !same(rivals(left, key), rivals(target, key)));
  return [...new Set([...differing(left, target), ...resolved])].reduce((result, key) => {
    const next = follow(result, key, target, stamp, resolved.includes(key));
    const others =
      resolved.includes(key) &&
      target.entries[key]?.others?.map((/** @type {Entry} */ other) => ({ ...other, by: newId() }));
    if (others) next.entries[key].others = others;
    return next;
  }, assessment);
}

// All assessments: those that are open, and those that cannot be opened, as { id, raw, message }.
export class History {
  /** @type {Map<string | undefined, any>} */
  all = new Map();
  /** @type {Map<string | undefined, any>} */
  sealed = new Map();
  /** @type {Step[]} */
  done = [];
  /** @type {Step[]} */
  undone = [];

  /**
   * @param {Stamp} stamp
   * @param {(ids: string[]) => void} changed
   */
  constructor(stamp, changed = () => {}) {
    this.stamp = stamp;
    this.changed = changed;
  }

  /** @type {(id: string | undefined, key: string, value: unknown, tag?: Step["tag"], resolve?: boolean) => void} */
  set(id, key, value, tag, resolve) {
    let before = this.all.get(id);
    // Another tab may have deleted it.
    if (!before) return;
    const after = write(before, key, value, this.stamp, resolve);
    const last = this.done.at(-1);
    if (tag && last?.tag === tag && last.pairs[0][1] === before)
      [[before]] = /** @type {Step} */ (this.done.pop()).pairs;
    this.#do({ tag, pairs: [[before, after]] });
  }

  /** @type {(...pairs: Pair[]) => void} */
  exchange(...pairs) {
    this.#do({ pairs });
  }

  /** @type {(id: string | undefined, message: string) => void} */
  seal(id, message) {
    this.sealed.set(id, { id, raw: JSON.stringify(this.all.get(id)), message });
    this.all.delete(id);
  }

  undo() {
    return this.#replay(this.done, this.undone, ([before, after]) => [after, before]);
  }

  redo() {
    return this.#replay(this.undone, this.done, (pair) => pair);
  }

  /** @param {Step} step */
  #do(step) {
    this.undone = [];
    for (const [before, after] of step.pairs) this.#put(before ?? after, after);
    this.#record(step, this.done);
  }

  // Going back is a change of its own: a merge with another tab must not bring forward what was undone.
  /** @type {(from: Step[], to: Step[], turned: (pair: Pair) => Pair) => Pair[]} */
  #replay(from, to, turned) {
    const step = from.pop();
    for (const [left, target] of step?.pairs.map(turned) ?? []) {
      const now = this.all.get((left ?? target).id);
      if (!target || !left) this.#put(left ?? target, target && (now ? become(now, target, this.stamp) : target));
      else if (now) this.all.set(now.id, replayed(now, left, target, this.stamp));
    }
    if (step) this.#record({ pairs: step.pairs }, to);
    return step?.pairs ?? [];
  }

  /** @type {(step: Step, to: Step[]) => void} */
  #record(step, to) {
    to.push(step);
    this.changed(step.pairs.map(([before, after]) => (before ?? after).id));
  }

  /** @type {(held: Held, assessment?: Held) => void} */
  #put({ id, raw }, assessment) {
    const shelf = raw === undefined ? this.all : this.sealed;
    if (assessment) shelf.set(id, assessment);
    else shelf.delete(id);
  }
}
