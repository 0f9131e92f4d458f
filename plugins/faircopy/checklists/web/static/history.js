// All assessments, and the changes to them with undo and redo.
import { become, differing, follow, newId, same, write } from "./assessment.js";

// What a step has changed, changed back. Versions that it had resolved stand again, under new names: the old ones are known.
function replayed(assessment, left, target, stamp) {
  const rivals = ({ entries }, key) => entries[key]?.others?.map(({ value }) => value);
  const resolved = Object.keys(left.entries).filter((key) => !same(rivals(left, key), rivals(target, key)));
  return [...new Set([...differing(left, target), ...resolved])].reduce((result, key) => {
    const next = follow(result, key, target, stamp, resolved.includes(key));
    const others = resolved.includes(key) && target.entries[key]?.others?.map((other) => ({ ...other, by: newId() }));
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
  /** @type {any[]} */
  done = [];
  undone = [];

  /**
   * @param {any} stamp
   * @param {(ids: string[]) => void} changed
   */
  constructor(stamp, changed = () => {}) {
    this.stamp = stamp;
    this.changed = changed;
  }

  set(id, key, value, tag, resolve) {
    let before = this.all.get(id);
    // Another tab may have deleted it.
    if (!before) return;
    const after = write(before, key, value, this.stamp, resolve);
    const last = this.done.at(-1);
    if (tag && last?.tag === tag && last.pairs[0][1] === before) [[before]] = this.done.pop().pairs;
    this.#do({ tag, pairs: [[before, after]] });
  }

  exchange(...pairs) {
    this.#do({ pairs });
  }

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

  #do(step) {
    this.undone = [];
    for (const [before, after] of step.pairs) this.#put(before ?? after, after);
    this.#record(step, this.done);
  }

  // Going back is a change of its own: a merge with another tab must not bring forward what was undone.
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

  #record(step, to) {
    to.push(step);
    this.changed(step.pairs.map(([before, after]) => (before ?? after).id));
  }

  #put({ id, raw }, assessment) {
    const shelf = raw === undefined ? this.all : this.sealed;
    if (assessment) shelf.set(id, assessment);
    else shelf.delete(id);
  }
}
