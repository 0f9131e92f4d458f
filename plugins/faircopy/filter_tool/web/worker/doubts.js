// Who is banned, and is perhaps no attacker: a friend, a crawler, one's own monitoring.
// @ts-check
/** @import { Doubt, Person } from "../types" */
import { parseAddress } from "../matcher/addresses.js";
import { contains } from "../matcher/replay.js";

// Of networks that nobody reaches from outside: RFC 1918, 6598, 1122, 3927, 4193, 4291.
const PRIVATE =
  "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 fc00::/7 fe80::/10 ::1";
const MIN_STEP_S = 10; // what comes sooner is one visit
const MIN_STEPS = 20;
const EVEN = 0.1; // by how much one step may differ from the one before
const MOST = 0.8; // of the steps, and of the time of the log
const EVEN_WEIGHT = 0.9; // where those who come evenly stand among those with lines left alone

const networks = PRIVATE.split(" ").map(parseAddress);

/** Whether somebody comes like a clock: time by time, without keeping the times. */
export class Rhythm {
  constructor() {
    this.last = NaN;
    this.step = NaN;
    this.steps = 0;
    this.even = 0;
  }

  /** @param {number} time  seconds */
  add(time) {
    const step = time - this.last;
    if (step < MIN_STEP_S) return;
    this.last = time;
    if (Number.isNaN(step)) return;
    if (Math.abs(step - this.step) <= EVEN * step) this.even++;
    this.step = step;
    this.steps++;
  }

  get isEven() {
    return this.steps >= MIN_STEPS && this.even >= MOST * this.steps;
  }
}

/**
 * Why somebody is perhaps no attacker, and how much speaks for that, up to 1; null where nothing does.
 * @param {Person} person
 * @param {Rhythm} rhythm
 * @param {number} span  seconds from the first to the last of all
 * @returns {{ why: Doubt, weight: number } | null}
 */
export function doubtOf({ address, matched, others, first, last }, rhythm, span) {
  if (networks.some((one) => one !== null && contains(one, address))) return { why: "private", weight: 1 };
  if (others >= matched) return { why: "alone", weight: others / (others + matched) };
  return rhythm.isEven && last - first >= MOST * span ? { why: "even", weight: EVEN_WEIGHT } : null;
}
