// Dates, as fail2ban reads them.
// @ts-check
/** @import { Compiled, FilterData } from "../types" */
import { group } from "./regex.js";
import { Zone, seconds } from "./zone.js";

const WHOLE = 0;
const NO_YEAR = 1;
const NO_DAY = 2;
const NO_DATE = 3;
// What dates lack is read by the line before them, and by this where there is none: 30 June 2024, noon.
const REFERENCE = 1719748800;
export const ODD_DATE = 60;
const HALF_A_YEAR = 182 * 86400;
const HALF_A_DAY = 43200;
const PURGE_INTERVAL = 3600;
const MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

/** `date` is called for each line, in the order of the log. */
export class Clock {
  /**
   * @param {FilterData} data
   * @param {string} zone
   */
  constructor(data, zone) {
    this.zone = new Zone(zone);
    this.zones = data.zones ?? {};
    this.fixed = data.options.logtimezone ? this.named(data.options.logtimezone) : null;
    /** @type {Map<Compiled, number>} */
    this.kinds = new Map();
    this.now = REFERENCE;
    this.purged = 0;
    /** @type {number | null} */
    this.last = null; // the date before
    /** @type {{ template: Compiled | null, text: string, date: number | null, kind: number }} */
    this.read = { template: null, text: "", date: null, kind: NO_DATE };
  }

  /**
   * The time that a match of a template stands for, or null; the clock moves on with it.
   * @param {Compiled} template
   * @param {RegExpExecArray} match
   */
  date(template, match) {
    const text = match[0];
    if (this.read.template !== template || this.read.text !== text) {
      let kind = this.kinds.get(template);
      if (kind === undefined) this.kinds.set(template, (kind = this.kind(template, match)));
      const reference =
        this.last === null || kind === WHOLE ? REFERENCE : this.last + (kind === NO_YEAR ? HALF_A_YEAR : HALF_A_DAY);
      this.read = { template, text, date: this.value(template, match, reference), kind };
    }
    const { date } = this.read;
    if (date === null) return null;
    if (this.last === null) this.now = date;
    else if (date < this.now - ODD_DATE) this.now += Math.max(0, date - this.last);
    else this.now = Math.max(this.now, date);
    if (this.now - this.purged >= PURGE_INTERVAL) this.purged = this.now;
    this.last = date;
    return date;
  }

  /**
   * What the dates of a template lack.
   * @param {Compiled} template
   * @param {RegExpExecArray} match
   */
  kind(template, match) {
    const { names } = template;
    if (template.kind !== "date" || (group(match, names.Y) ?? group(match, names.y))) return WHOLE;
    return (group(match, names.m) ?? group(match, names.b) ?? group(match, names.B) ?? group(match, names.j))
      ? NO_YEAR
      : NO_DAY;
  }

  /**
   * Seconds from UTC of a zone as a date names it, null for one that is not known.
   * @param {string} text
   */
  named(text) {
    const [, name, sign, hours, minutes] = /^([A-Za-z]*)(?:([+-])(\d\d):?(\d\d)?)?$/.exec(text) ?? [];
    const base = name ? (this.zones[name] ?? (/^(Z|UTC|GMT)$/.test(name) ? 0 : undefined)) : 0;
    if (base === undefined) return null;
    return 60 * base + (sign ? (sign === "-" ? -60 : 60) * (60 * +hours + +(minutes ?? 0)) : 0);
  }

  /**
   * @param {Compiled} template
   * @param {RegExpExecArray} match
   * @param {number} reference  what the date lacks is read by
   */
  value(template, match, reference) {
    const { names, kind } = template;
    const text = group(match, names.value ?? names[1]) ?? "";
    if (kind === "tai64n") return parseInt(text.slice(2, 17), 16);
    if (kind === "epoch") return +text;
    if (kind === "longepoch") return text.length === 13 ? +text / 1e3 : text.length === 16 ? +text / 1e6 : +text;
    /** @type {(name: string) => string | undefined} */
    const of = (name) => group(match, names[name]);
    /** @type {(name: string) => number} */
    const number = (name) => +(of(name) ?? 0);
    const zone = of("z") ?? of("Z");
    const offset = zone ? this.named(zone) : this.fixed;
    if (zone && offset === null) return null;
    // What the clock of that zone shows at the reference.
    const clock = new Date(1000 * (reference + (offset ?? this.zone.offset(reference))));
    const name = of("b") ?? of("B");
    const yearless = !of("Y") && !of("y");
    const year = yearless ? clock.getUTCFullYear() : of("Y") ? number("Y") : 2000 + number("y");
    let month = name ? 1 + MONTHS.indexOf(name.slice(0, 3).toLowerCase()) / 3 : of("m") ? number("m") : null;
    let day = of("d") ? number("d") : null;
    const dayless = month === null && day === null && !of("j");
    const hour = of("I") ? (number("I") % 12) + (of("p")?.toLowerCase() === "pm" ? 12 : 0) : number("H");
    if (of("j")) [month, day] = [1, 1];
    else if (dayless) [month, day] = [clock.getUTCMonth() + 1, clock.getUTCDate()];
    if (hour > 23 || number("S") > 59 || month === null || day === null) return null;
    const later = of("j") ? 86400 * (number("j") - 1) : 0;
    /** @type {(ofYear: number) => number | null} */
    const local = (ofYear) => {
      const start = seconds(ofYear, Number(month), Number(day), hour, number("M"), number("S"));
      return start === null ? null : start + later;
    };
    let time = local(year);
    if (time === null) return null;
    const wall = clock.getTime() / 1000;
    if (yearless && dayless) time -= time > wall ? 86400 : 0;
    else if (yearless && time > wall + 86400) time = local(year - 1);
    return time === null ? null : offset === null ? this.zone.toUtc(time) : time - offset;
  }
}
