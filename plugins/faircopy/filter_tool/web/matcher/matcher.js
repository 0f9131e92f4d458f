// A fail2ban filter, run over a log without fail2ban.
//
// These modules know no DOM, so they run in Node and in a Worker made of a blob. The data is made by
// `faircopy.filter_tool` of what fail2ban has compiled; docs/internals-filter-tool.md says how the two are held equal.
// Written from fail2ban's manuals and from what it answers, not from its source.
// @ts-check
/** @import { Compiled, Expression, FilterData, Matcher, Parted, Result, Values } from "../types" */
import { addressOf } from "./addresses.js";
import { Clock, ODD_DATE } from "./dates.js";
import { PLAIN, compile, group } from "./regex.js";
import { Sessions } from "./sessions.js";

const LONGEST_DATE = 80; // characters, with what must stand before and after it

/**
 * @param {FilterData} data
 * @param {{ zone?: string, names?: boolean }} [options]  `zone` is the zone of dates that name none: an IANA name, or
 *   "UTC". `names` tells whether host names count as they are, as with `usedns = raw` and in fail2ban-regex --raw; else
 *   they are found, and nobody is to be banned for them.
 * @returns {Matcher}
 */
export function createMatcher(data, { zone = "UTC", names = false } = {}) {
  if (data.version !== 1) throw new Error("unknown version");
  /** @type {(one: Expression) => Compiled} */
  const compiled = (one) => compile(one, names ? "" : data.hostName);
  const [dates, expressions, ignore] = [data.dates, data.expressions, data.ignore].map((list) => list.map(compiled));
  const prefix = data.prefix ? compiled(data.prefix) : undefined;
  // Only what matches is ignored (jail.conf(5)); but where that is less work, fail2ban looks for what is to be ignored
  // before anything else.
  const looksFirst = ignore.length < expressions.length - 2;
  const clock = new Clock(data, zone);
  const sessions = new Sessions();
  let last = clock.now; // the time of the last line that had one
  /** @type {Compiled | null} */
  let usual = null; // the template of the date before

  /** @typedef {{ template: Compiled, match: RegExpExecArray }} Found */

  /**
   * Part a line: what its date is, and the rest of it. Of several dates it is the one that begins first.
   * @param {string} line
   * @param {boolean} plain
   * @returns {Parted}
   */
  function part(line, plain) {
    const best = firstDate(line, plain);
    if (!best) return { template: null, match: null, rest: line, cut: { at: 0, length: 0 } };
    const { template, match } = best;
    const { length } = group(match, template.names[1]) ?? "";
    usual = template;
    const end = template.inside ? template.end(line, plain) : match.index + match[0].length;
    const at = end - length;
    return { template, match, rest: line.slice(0, at) + line.slice(end), cut: { at, length } };
  }

  /**
   * @param {string} line
   * @param {boolean} plain
   */
  function firstDate(line, plain) {
    // The template of the line before is tried first: whatever else is a date here must begin before that one's.
    let best = usual && located(usual, line, plain);
    const head = best ? line.slice(0, best.match.index + LONGEST_DATE) : line;
    for (let order = 0; order < dates.length; order++) {
      const template = dates[order];
      if (template === usual || (best?.match.index === 0 && order > dates.indexOf(best.template))) continue;
      const near = template.exec(head, plain);
      if (!near || (best && near.index > best.match.index)) continue;
      const found = head === line && !template.inside ? { template, match: near } : located(template, line, plain);
      const sooner =
        found &&
        (!best ||
          found.match.index < best.match.index ||
          (found.match.index === best.match.index && order < dates.indexOf(best.template)));
      if (sooner) best = found;
    }
    return best;
  }

  /** @type {(template: Compiled, line: string, plain: boolean) => Found | null} */
  function located(template, line, plain) {
    const match = template.exec(line, plain);
    return match && { template, match };
  }

  /**
   * The clock begins at the first date. A server gives its own time to a line without one, so here the lines before the
   * first date have that.
   * @param {string[]} lines  of the head of a log
   */
  function begin(lines) {
    lines.some((line) => {
      const { template, match } = part(line, PLAIN.test(line));
      return template && match && clock.date(template, match) !== null;
    });
    last = clock.now;
  }

  /** @param {string} line */
  function match(line) {
    const plain = PLAIN.test(line);
    const { template, match, rest } = part(line, plain);
    const date = template && match && clock.date(template, match);
    if (date !== null) last = date < clock.now - ODD_DATE ? clock.now : date;
    return find(rest, plain, {
      kind: template ? "missed" : "undated",
      dated: template !== null,
      address: null,
      time: last,
      clock: clock.now,
      purged: clock.purged,
      lacks: clock.read.kind,
    });
  }

  /**
   * @param {string} rest
   * @param {boolean} plain
   * @param {Result} result
   * @returns {Result}
   */
  function find(rest, plain, result) {
    // fail2ban's expressions see each line with its end.
    let text = `${rest}\n`;
    /** @type {Values} */
    let values = {};
    /** @type {Result | undefined} */
    let named;
    const isIgnored = () => ignore.some((one) => one.exec(text, plain));
    if (looksFirst && isIgnored()) return { ...result, kind: "ignored" };
    if (prefix) {
      const found = prefix.exec(text, plain);
      if (!found) return result;
      values = grouped(found, prefix, text, plain);
      if (values.content !== undefined) text = `${values.content}\n`;
    }
    for (const expression of expressions) {
      const found = expression.exec(text, plain);
      if (!found) continue;
      if (isIgnored()) return { ...result, kind: "ignored" };
      const all = { ...values };
      // A group that both have is the expression's, also where it caught nothing.
      for (const name in expression.names) delete all[name];
      Object.assign(all, grouped(found, expression, text, plain));
      let address = addressOf(all, names);
      let counts = all.nofail === undefined;
      if (all.mlfid !== undefined) [address, counts] = sessions.join(all);
      if (address === undefined) return result;
      const name = address === null && all.name !== undefined;
      /** @type {Result} */
      const matched = { ...result, kind: counts ? "matched" : "harmless", address, name };
      if (address !== null || all.mlfid !== undefined) return matched;
      if (name) named ??= matched;
    }
    return named ?? result;
  }

  /** @type {(match: RegExpExecArray, expression: Compiled, text: string, plain: boolean) => Values} */
  function grouped(match, expression, text, plain) {
    /** @type {Values} */
    const values = {};
    for (const name in expression.names) {
      const value = group(match, expression.names[name]);
      if (value !== undefined) values[name] = value;
    }
    if (values.dns === undefined || names) return values;
    const { nameless } = expression;
    const without = nameless?.exec(text, plain);
    if (nameless && without) return grouped(without, nameless, text, plain);
    const { dns, ...others } = values;
    return { ...others, name: dns };
  }

  return { begin, match, part, expressions, prefix, clock };
}
