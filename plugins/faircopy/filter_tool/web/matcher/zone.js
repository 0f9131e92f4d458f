// Seconds from local time to UTC and back.
// @ts-check

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 * @param {number} hour
 * @param {number} minute
 * @param {number} second
 * @returns {number | null}  null for a day that the month does not have
 */
export function seconds(year, month, day, hour, minute, second) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCDate() === day ? date.getTime() / 1000 + 3600 * hour + 60 * minute + second : null;
}

/** As the C library's `mktime` has it: of two times, the one like the last. */
export class Zone {
  /** @param {string} name */
  constructor(name) {
    this.format = /^(UTC|GMT|Z)$/i.test(name)
      ? null
      : new Intl.DateTimeFormat("en-US", {
          timeZone: name,
          hourCycle: "h23",
          year: "numeric",
          month: "numeric",
          day: "numeric",
          hour: "numeric",
          minute: "numeric",
          second: "numeric",
        });
    /** @type {Map<number, number>} */
    this.known = new Map();
    this.last = 0;
  }

  /** @param {number} time */
  offset(time) {
    if (!this.format) return 0;
    const quarter = Math.floor(time / 900); // no zone has ever changed at another time
    let found = this.known.get(quarter);
    if (found === undefined) {
      const part = Object.fromEntries(this.format.formatToParts(quarter * 900000).map((one) => [one.type, +one.value]));
      const wall = seconds(part.year, part.month, part.day, part.hour, part.minute, part.second);
      found = Number(wall) - quarter * 900;
      this.known.set(quarter, found);
    }
    return found;
  }

  /** @param {number} local */
  toUtc(local) {
    if (!this.format) return local;
    const guess = this.offset(local - this.last);
    const other = this.offset(local - guess);
    if (guess !== this.last) this.last = other === guess ? guess : Math.min(other, guess);
    return local - this.last;
  }
}
