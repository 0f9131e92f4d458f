// A fail2ban filter and its jails, run over a log without fail2ban.
//
// One plain script: it knows no DOM, so it runs in Node and in a Worker made of a blob. It defines `FilterTool`. The
// data is made by `faircopy.filter_tool` of what fail2ban has compiled; docs/filter-tool.md says how the two are held
// equal. Written from fail2ban's manuals and from what it answers, not from its source.
//
/**
 * @typedef {object} Expression  a Python expression as JavaScript's: see `compile`
 * @property {string} js  its source, with \d \w \s \b in Python's meaning
 * @property {Object<string, number[]>} names  group name -> the numbers of the groups that may hold it
 * @property {string} [text]  as a person would write it: fail2ban's own, with <HOST> for the tags' expressions
 * @property {[number, string][]} [parts]  where a part of `js` ends, and the part as a person would write it
 *
 * @typedef {object} Jail  as fail2ban resolved it; all may be changed by the reader
 * @property {string} name
 * @property {number} maxretry  how many failures lead to a ban
 * @property {number} findtime  seconds in which they must fall
 * @property {number} bantime  seconds; -1: for ever
 * @property {string[]} ignoreip  addresses and networks
 * @property {string} usedns  "raw": names are banned as they are; else failures of names do not count
 * @property {?Increment} increment  null: each ban is as long as the first
 *
 * @typedef {object} Increment  how bans grow for those who come again
 * @property {number} factor
 * @property {?number[]} multipliers  of `bantime`, by how often it was banned before; null: 1, 2, 4, 8 …
 * @property {?number} maxtime  seconds
 *
 * @typedef {object} FilterData  NAME.filter.json
 * @property {number} version  of this format: 1
 * @property {string} filter  its name
 * @property {string} source  "fail2ban 1.0.2"
 * @property {string} licence  of the expressions and date templates, which are fail2ban's
 * @property {Expression[]} expressions  failregex
 * @property {Expression[]} ignore  ignoreregex
 * @property {?Expression} prefix  prefregex
 * @property {(Expression & {kind: string})[]} dates  the templates, in the order in which they are tried
 * @property {{maxlines: number, usedns: string, logtimezone: ?string, logencoding: string}} options
 * @property {Jail[]} jails  those that use the filter
 *
 * @typedef {object} Result  of one line
 * @property {"matched"|"ignored"|"missed"|"undated"} kind  a failure; to be ignored, or no failure by itself; nothing
 *   found; nothing found, and no date in it. A line without a date may be "matched": `dated` is false then
 * @property {boolean} dated  whether a date was found in the line
 * @property {?string} address  whom it is about: an address, a host name or another id; null where nobody is named
 * @property {?number} time  seconds since 1970 that fail2ban would take for it; null before the first date
 * @property {?number} clock  seconds since 1970 that the clock shows at this line: `time`, and where the log goes
 *   back, later
 * @property {?number} expression  index in `expressions` of the one that matched, or in `ignore` of an ignored one
 *
 * @typedef {object} Explanation  the expression that came furthest with a line
 * @property {number} expression  index in `expressions`; -1: the prefix, which all lines must match first
 * @property {string} part  the part that does not match, as a person would write it
 * @property {number} matchedUpTo  how many characters of the line match what stands before that part
 *
 * @typedef {object} Failure  a Result that matched; `replay` wants an array-like of these, or a FailureList
 * @property {number} line  from 1
 * @property {number} time
 * @property {string} address
 * @property {number} [clock]  without it: the latest `time` so far
 *
 * @typedef {object} Replay
 * @property {{address: string, at: number, until: ?number, lines: number[]}[]} bans  in order; `until` null: for ever;
 *   `lines` of the failures that led to it, the last of which is where it is banned
 * @property {{address: string, failures: number, needed: number, lines: number[]}[]} near  not banned, but counted;
 *   nearest first; `failures` at most at one time
 * @property {{address: string, failures: number}[]} ignored  by `ignoreip`
 *
 * @typedef {object} Matcher  it remembers what it has read: lines are given in their order, without line end
 * @property {function(string): Result} match
 * @property {function(string): ?Explanation} explain  changes nothing in the matcher
 */
const FilterTool = (() => {
  "use strict";

  /** @returns {Matcher} `zone` is the zone of dates that name none: an IANA name, or "UTC" */
  function createMatcher(data, {zone = "UTC"} = {}) {
    throw new Error(`not there yet: ${data.filter}, ${zone}`);
  }

  /** @returns {Replay} @param {FailureList|ArrayLike<Failure>} failures @param {Jail} jail */
  function replay(failures, jail) {
    throw new Error(`not there yet: ${failures.length}, ${jail.name}`);
  }

  /** Failures of a log of any length in little memory. `buffers` can be posted, and a list made of them again. */
  class FailureList {
    constructor({lines = new Uint32Array(1024), times = new Float64Array(1024), clocks = new Float64Array(1024),
      ids = new Uint32Array(1024), addresses = [], length = 0} = {}) {
      Object.assign(this, {lines, times, clocks, ids, addresses, length});
      this.known = new Map(addresses.map((address, id) => [address, id]));
    }

    /** @param {number} line @param {Result} result */
    add(line, result) {
      if (this.length === this.lines.length) {
        for (const name of ["lines", "times", "clocks", "ids"]) {
          const grown = new this[name].constructor(2 * this.length);
          grown.set(this[name]);
          this[name] = grown;
        }
      }
      let id = this.known.get(result.address);
      if (id === undefined) {
        id = this.addresses.push(result.address) - 1;
        this.known.set(result.address, id);
      }
      this.lines[this.length] = line;
      this.times[this.length] = result.time ?? NaN;
      this.clocks[this.length] = result.clock ?? NaN;
      this.ids[this.length++] = id;
    }

    /** What to post from a Worker; `new FilterTool.FailureList(buffers)` there. */
    get buffers() {
      const {length, addresses} = this;
      return {lines: this.lines.slice(0, length), times: this.times.slice(0, length),
        clocks: this.clocks.slice(0, length), ids: this.ids.slice(0, length), addresses, length};
    }
  }

  return {createMatcher, replay, FailureList};
})();
if (typeof module === "object") module.exports = FilterTool;
