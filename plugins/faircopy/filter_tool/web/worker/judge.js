// The Worker that knows all that was found in a log: it says what a jail makes of it, and what stopped a line.
// @ts-check
/** @import { Batch, FilterData, Jail, Judgement, Matcher, Person } from "../types" */
import { parseAddress } from "../matcher/addresses.js";
import { explain } from "../matcher/explain.js";
import { FailureList } from "../matcher/failures.js";
import { createMatcher } from "../matcher/matcher.js";
import { replay } from "../matcher/replay.js";
import { Rhythm, doubtOf } from "./doubts.js";
import { linesOf } from "./lines.js";

const MAX_QUOTED_CHARS = 2000;
const MAX_EXAMPLES = 3;
const MAX_DRAWN = 20; // addresses

class Judge {
  constructor() {
    /** @type {Matcher | null} */
    this.matcher = null;
    /** @type {Person[]} */
    this.people = [];
    /** @type {Rhythm[]} */
    this.rhythms = [];
    /** @type {Map<string, number>} */
    this.known = new Map();
    this.failures = new FailureList();
    // Other lines of those who are in lines that match, from the first such line on: a ban may keep them out.
    this.others = new FailureList();
  }

  /** @param {{ data: FilterData, zone: string, names: boolean, text: string }} task */
  explain({ data, zone, names, text }) {
    postMessage({ name: "explaining", busy: true });
    this.matcher ??= createMatcher(data, { zone, names });
    postMessage({ name: "explained", explained: explain(this.matcher, text) });
  }

  /** @param {string} address */
  idOf(address) {
    const id = this.known.get(address) ?? this.people.length;
    if (id === this.people.length) {
      this.known.set(address, id);
      this.people.push({ address, matched: 0, others: 0, examples: [], begun: 0, first: Infinity, last: -Infinity });
      this.rhythms.push(new Rhythm());
    }
    return id;
  }

  /** @type {(id: number, time: number) => Person} */
  see(id, time) {
    const person = this.people[id];
    if (time < person.first) person.first = time;
    if (time > person.last) person.last = time;
    return person;
  }

  /**
   * Takes what was found in some lines. It is asked what a jail does with the log when it has all.
   * @param {{ batch: Pick<Batch, "failures" | "others" | "addresses"> }} task
   */
  take({ batch: { failures, others, addresses } }) {
    const list = new FailureList(failures);
    for (let index = 0; index < list.length; index++) {
      const failure = list.at(index);
      const id = this.idOf(failure.address);
      const person = this.see(id, failure.time);
      if (!person.matched++) person.begun = failure.line;
      this.rhythms[id].add(failure.time);
      this.failures.add(failure.line, failure);
    }
    others.ids.forEach((id, index) => {
      const [line, time] = [others.lines[index], others.times[index]];
      const person = this.see(this.idOf(addresses[id]), time);
      if (person.others++ < MAX_EXAMPLES) person.examples.push(line);
      if (person.matched && line > person.begun)
        this.others.add(line, { address: person.address, time, clock: time, purged: 0 });
    });
  }

  /**
   * What a jail would have done, and how many lines of those that it bans would not have come.
   * @param {{ jail: Jail, most: number, id: number }} task
   */
  replay({ jail, most, id }) {
    const odd = jail.ignoreip.find((one) => !parseAddress(one));
    if (odd) return postMessage({ name: "replayed", id, odd });
    const found = replay(this.failures, jail, true);
    const { bans } = found;
    const people = this.people.map((one) => ({ ...one, theirs: /** @type {typeof bans} */ ([]), at: 0 }));
    for (const ban of bans) people[this.idOf(ban.address)].theirs.push(ban);
    /** @type {(person: typeof people[0], line: number, time: number) => void} */
    const spare = (person, line, time) => {
      const { theirs } = person;
      // Lines come in their order, so the ban that a line falls into is the one before, or a later one.
      while ((theirs[person.at + 1]?.lines.at(-1) ?? Infinity) < line) person.at++;
      const ban = theirs[person.at];
      if (ban && Number(ban.lines.at(-1)) < line && !(time > (ban.until ?? Infinity))) ban.spared++;
    };
    for (let index = 0; index < this.others.length; index++) {
      const { address, line, time } = this.others.at(index);
      spare(people[this.idOf(address)], line, time);
    }
    const matching = people
      .filter(({ matched }) => matched)
      .map(({ theirs, at, ...one }) => ({ ...one, bans: theirs.length }))
      .sort((one, other) => other.matched - one.matched);
    const banned = matching.filter((one) => one.bans);
    const doubts = this.doubtsOf(banned, bans);
    const doubted = new Set(doubts.map(({ address }) => address));
    const drawn = new Set([...new Set([...doubts, ...bans].map(({ address }) => address))].slice(0, MAX_DRAWN));
    /** @type {Judgement} */
    const judgement = {
      id,
      bans: bans.slice(0, most),
      drawn: bans
        .filter(({ address }) => drawn.has(address))
        .map(({ address, at, until }) => ({ address, at, until, isDoubted: doubted.has(address) })),
      near: found.near.slice(0, most),
      ignored: found.ignored.slice(0, most),
      people: matching.slice(0, most),
      doubts: doubts.slice(0, most),
      totals: {
        bans: bans.length,
        near: found.near.length,
        ignored: found.ignored.length,
        people: matching.length,
        banned: banned.length,
        doubts: doubts.length,
        spared: bans.reduce((sum, ban) => sum + ban.spared, 0),
      },
    };
    postMessage({ name: "replayed", ...judgement });
  }

  /**
   * Those of whom something speaks for that they are no attackers, the clearest first, with lines that show it.
   * @param {Judgement["people"]} banned
   * @param {Judgement["bans"]} bans
   * @returns {Judgement["doubts"]}
   */
  doubtsOf(banned, bans) {
    let [begin, end] = [Infinity, -Infinity];
    for (const { first, last } of this.people) [begin, end] = [Math.min(begin, first), Math.max(end, last)];
    return banned
      .flatMap((one) => {
        const doubt = doubtOf(one, this.rhythms[this.idOf(one.address)], end - begin);
        const examples = one.others ? one.examples : (bans.find(({ address }) => address === one.address)?.lines ?? []);
        return doubt ? [{ ...one, ...doubt, examples }] : [];
      })
      .sort((one, other) => other.weight - one.weight || other.matched + other.others - one.matched - one.others);
  }

  /**
   * The texts of some lines of a log.
   * @param {{ file: Blob, lines: number[] }} task
   */
  async texts({ file, lines }) {
    const wanted = new Set(lines);
    /** @type {[number, string][]} */
    const texts = [];
    let number = 0;
    for await (const chunk of linesOf(file, {})) {
      for (const line of chunk.lines) {
        if (wanted.delete(++number)) texts.push([number, line.slice(0, MAX_QUOTED_CHARS)]);
      }
      if (!wanted.size) break;
    }
    postMessage({ name: "texts", texts });
  }
}

const judge = new Judge();

/** @param {MessageEvent<any>} event */
onmessage = async ({ data: task }) => {
  try {
    await judge[/** @type {"replay"} */ (task.name)](task);
  } catch (error) {
    // Thrown in nobody's promise, it reaches the page.
    setTimeout(() => reportError(error));
  }
};
