// Failures -> the bans of a jail.
// @ts-check
/** @import { Address, Ban, Failure, Failures, Increment, Jail, Near, Replay } from "../types" */
import { masked, parseAddress } from "./addresses.js";

/** @typedef {{ count: number, since: number, last: number, lines: number[], seen: number }} Counted */
/** @typedef {{ until: number, times: number, at: number, seconds: number, ban: Ban }} LastBan  `times` in all */

/**
 * @param {Failures} failures  a FailureList or an array
 * @param {Jail} jail
 * @param {boolean} [blocks]  whether a ban keeps out what comes from its address while it lasts. fail2ban, which reads
 *   an old log, counts that too; with it, the bans are those of the log without the lines that are kept out.
 * @returns {Replay}
 */
export function replay(failures, jail, blocks = false) {
  const ignored = jail.ignoreip.map(parseAddress);
  /** @type {Map<string, boolean>} */
  const isIgnored = new Map();
  /** @type {Map<string, Counted>} */
  const counts = new Map();
  /** @type {Map<string, LastBan>} */
  const ended = new Map();
  /** @type {Replay["bans"]} */
  const bans = [];
  /** @type {Map<string, Near>} */
  const near = new Map();
  /** @type {Map<string, number>} */
  const keptOut = new Map();
  for (let index = 0; index < failures.length; index++) {
    const { line, address, time, clock: now, purged } = /** @type {Failure} */ (failures.at(index));
    let ignore = isIgnored.get(address);
    if (ignore === undefined) {
      isIgnored.set(address, (ignore = ignored.some((one) => one !== null && contains(one, address))));
    }
    if (ignore) {
      keptOut.set(address, 1 + (keptOut.get(address) ?? 0));
      continue;
    }
    const before = ended.get(address);
    if (blocks && before && time <= before.until) {
      before.ban.spared++;
      continue;
    }
    let entry = counts.get(address);
    // Old failures are forgotten when the clock moves on.
    if (!entry || (now > entry.seen && entry.last + jail.findtime <= now)) {
      entry = { count: 0, since: time, last: time, lines: [], seen: now };
      counts.set(address, entry);
    }
    entry.seen = now;
    add(entry, line, time, jail);
    if (before && !isKnown(before, purged, jail)) ended.delete(address);
    else if (before && time > before.at && jail.increment && entry.count < jail.maxretry) {
      // Whoever was banned before is banned sooner.
      entry.count += Math.min(2 ** (before.times - 1), jail.maxretry - 1);
    }
    const nearest = near.get(address);
    if (!nearest || entry.count > nearest.failures) {
      near.set(address, { address, failures: entry.count, needed: jail.maxretry, lines: entry.lines.slice() });
    }
    if (entry.count < jail.maxretry) continue;
    counts.delete(address);
    ban(entry, address, now);
  }

  /** @type {(entry: Counted, address: string, clock: number) => void} */
  function ban({ last, lines }, address, clock) {
    const before = ended.get(address);
    const base = jail.bantime < 0 ? Infinity : jail.bantime;
    // What comes while it is banned makes the ban longer, and is no new one.
    if (before && before.until >= clock) before.until = Math.max(before.until, last + base);
    else if (last + base >= clock) {
      const times = before?.times ?? 0;
      const seconds = duration(jail, times);
      const lasts = seconds < 0 ? Infinity : seconds;
      const at = Math.trunc(last);
      const made = { address, at, until: seconds < 0 ? null : at + seconds, lines, spared: 0 };
      ended.set(address, { until: last + lasts, times: times + 1, at: last, seconds: lasts, ban: made });
      bans.push(made);
    }
  }

  for (const { address } of bans) near.delete(address);
  /** @type {(one: Near) => number} */
  const lastLine = ({ lines }) => lines.at(-1) ?? 0;
  return {
    bans,
    near: [...near.values()].sort((one, other) => other.failures - one.failures || lastLine(one) - lastLine(other)),
    ignored: [...keptOut].map(([address, number]) => ({ address, failures: number })),
  };
}

/**
 * Whether fail2ban still knows of a ban: it looks at that once an hour.
 * @type {(ban: LastBan, purged: number, jail: { increment: Increment | null }) => boolean}
 */
const isKnown = ({ until, at, seconds }, purged, { increment }) =>
  until >= purged || (increment !== null && at + 3 * seconds + increment.purge >= purged);

/**
 * Count a failure. Where they go back further than `findtime`, fail2ban keeps as many as their rate says.
 * @param {Counted} entry
 * @param {number} line
 * @param {number} time
 * @param {Jail} jail
 */
function add(entry, line, time, { findtime }) {
  if (time - entry.since > findtime) {
    entry.count = roundHalfEven((entry.count / (time - entry.since)) * findtime);
    entry.since = time - findtime;
  }
  entry.count++;
  entry.last = Math.max(entry.last, time);
  entry.lines.push(line);
  if (entry.lines.length > entry.count) entry.lines.splice(0, entry.lines.length - entry.count);
}

/** @param {number} value */
function roundHalfEven(value) {
  const down = Math.floor(value);
  return value - down === 0.5 ? down + (down % 2) : Math.round(value);
}

/**
 * How long somebody is banned who was banned so many times before.
 * @param {Jail} jail
 * @param {number} times
 */
function duration({ bantime, increment }, times) {
  if (bantime < 0 || !increment || !times) return bantime;
  const { factor, multipliers, maxtime } = increment;
  const seconds = bantime * factor * multipliers[Math.min(times, multipliers.length - 1)];
  return Math.trunc(Math.min(seconds, maxtime ?? Infinity));
}

/**
 * Whether a network has an address, or network, in it.
 * @param {Address} network
 * @param {string} address
 */
export function contains(network, address) {
  const parsed = parseAddress(address);
  return (
    parsed !== null &&
    parsed.words.length === network.words.length &&
    parsed.bits >= network.bits &&
    masked(parsed.words, network.bits).every((word, index) => word === network.words[index])
  );
}
