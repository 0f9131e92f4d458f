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
 * @property {boolean} [name]  whether `address` is a host name, which is not looked up: nobody is banned for it
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
 * @property {function(): number} missing  what some dates so far lack: 0 nothing, 1 the year, 2 the day too; -Infinity:
 *   there was no date
 */
const FilterTool = (() => {
  "use strict";

  // Python's \d, \w and \s, which know more than JavaScript's: for lines of ASCII, and for others.
  const ASCII = {d: "0-9", w: "A-Za-z0-9_", s: "\\t-\\r\\x1c-\\x20"};
  const UNICODE = {d: "\\p{Nd}", w: "\\p{L}\\p{N}_",
    s: "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"};
  const PLAIN = /^[\x00-\x7f]*$/;
  const WHOLE = 0, NO_YEAR = 1, NO_DAY = 2;
  // What dates lack is read by the line before them, and by this where there is none: 30 June 2024, noon.
  const REFERENCE = 1719748800, HALF_A_YEAR = 182 * 86400, HALF_A_DAY = 43200, ODD_DATE = 60, PURGE_INTERVAL = 3600;
  const LONGEST_DATE = 80;  // characters, with what must stand before and after it
  const MAX_SESSIONS = 100;  // that fail2ban remembers
  const MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  /** Write out Python's sets, so that `source` means the same to JavaScript. */
  function expand(source, sets) {
    const word = `[${sets.w}]`, other = `[^${sets.w}]`;
    const edges = {b: `(?:(?<!${word})(?=${word})|(?<=${word})(?!${word}))`,
      B: `(?:(?<!${word})(?!${word})|(?<=${word})(?=${word}))`};
    let inside = false, text = "";
    for (let at = 0; at < source.length; at++) {
      const character = source[at];
      if (character === "\\") {
        const name = source[++at], set = sets[name.toLowerCase()];
        if (set && inside) text += set;
        else if (set) text += name === "w" ? word : name === "W" ? other : `[${name in sets ? "" : "^"}${set}]`;
        else if (edges[name] && sets === UNICODE) text += edges[name];
        else text += character + name;
      } else if (inside) {
        inside = character !== "]";
        text += character;
      } else if (character === "[") {
        // `[^]` is every character.
        const all = source.startsWith("[^]", at);
        text += all ? "[^]" : character;
        at += all ? 2 : 0;
        inside = !all;
      } else if (character === ".") text += "[^\\n]";
      else if (character === "$") text += "(?=\\n?$)";
      else text += character;
    }
    return text;
  }

  /** @param {Expression} expression @param {string} [hostName]  what of it is there for names alone: see `nameless` */
  function compile(expression, hostName) {
    const made = {}, whole = [null, null];
    const regex = (plain, flags, until) => made[`${plain} ${flags} ${until}`] ??= new RegExp(
      expand(expression.js.slice(0, until), plain ? ASCII : UNICODE), flags);
    const exec = (text, plain) => (whole[+plain] ??= regex(plain, "u")).exec(text);
    // The same without names: that part can match nothing.
    const nameless = hostName && expression.js.includes(hostName)
      ? compile({...expression, js: expression.js.replaceAll(hostName, "|(?!)())")}) : null;
    return {...expression, nameless, exec, start: (until, plain) => regex(plain, "u", until),
      end: (text, plain) => regex(plain, "du").exec(text).indices[1][1]};
  }

  /** The first group of a name that took part in a match, or undefined. */
  function group(match, numbers) {
    if (numbers) for (const number of numbers) if (match[number] !== undefined) return match[number];
    return undefined;
  }

  /** Seconds from local time to UTC and back, as the C library's `mktime` has it: of two, the one like the last. */
  class Zone {
    constructor(name) {
      this.format = /^(UTC|GMT|Z)$/i.test(name) ? null : new Intl.DateTimeFormat("en-US", {timeZone: name,
        hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
        second: "numeric", era: "short"});
      this.known = new Map();
      this.last = 0;
    }

    offset(time) {
      if (!this.format) return 0;
      const quarter = Math.floor(time / 900);  // no zone has ever changed at another time
      let found = this.known.get(quarter);
      if (found === undefined) {
        const part = Object.fromEntries(this.format.formatToParts(quarter * 900000).map((one) => [one.type, +one.value]));
        found = seconds(part.year, part.month, part.day, part.hour, part.minute, part.second) - quarter * 900;
        this.known.set(quarter, found);
      }
      return found;
    }

    toUtc(local) {
      if (!this.format) return local;
      const guess = this.offset(local - this.last), other = this.offset(local - guess);
      if (guess !== this.last) this.last = other === guess ? guess : Math.min(other, guess);
      return local - this.last;
    }
  }

  function seconds(year, month, day, hour, minute, second) {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    // A day that the month does not have is no date.
    return date.getUTCDate() === day ? date.getTime() / 1000 + 3600 * hour + 60 * minute + second : null;
  }

  /** Read dates as fail2ban does; `time` is called for each line, in the order of the log. */
  class Clock {
    constructor(data, zone) {
      this.zone = new Zone(zone);
      this.zones = data.zones ?? {};
      this.fixed = data.options.logtimezone ? this.named(data.options.logtimezone) : null;
      this.kinds = new Map();
      this.now = REFERENCE;
      this.purged = 0;
      this.last = null;  // the date before
      this.read = {template: null, text: null, date: null};
    }

    /** The time that a match of a template stands for, or null; the clock moves on with it. */
    date(template, match) {
      const text = match[0];
      if (this.read.template !== template || this.read.text !== text) {
        let kind = this.kinds.get(template);
        if (kind === undefined) this.kinds.set(template, kind = this.kind(template, match));
        const reference = this.last === null || kind === WHOLE ? REFERENCE
          : this.last + (kind === NO_YEAR ? HALF_A_YEAR : HALF_A_DAY);
        this.read = {template, text, date: this.value(template, match, reference)};
      }
      const date = this.read.date, before = this.now;
      if (date === null) return null;
      if (this.last === null) this.now = date;
      else if (date < this.now - ODD_DATE) this.now += Math.max(0, date - this.last);
      else this.now = Math.max(this.now, date);
      if ((this.last === null || this.now > before) && this.now - this.purged >= PURGE_INTERVAL) this.purged = this.now;
      this.last = date;
      return date;
    }

    kind(template, match) {
      const {names} = template;
      if (template.kind !== "date" || this.value(template, match, REFERENCE) === null) return WHOLE;
      if (group(match, names.Y) ?? group(match, names.y)) return WHOLE;
      return group(match, names.m) ?? group(match, names.b) ?? group(match, names.B) ?? group(match, names.j)
        ? NO_YEAR : NO_DAY;
    }

    named(text) {
      const [, name, sign, hours, minutes] = /^([A-Za-z]*)(?:([+-])(\d\d):?(\d\d)?)?$/.exec(text) ?? [];
      const base = name ? this.zones[name] ?? {Z: 0, UTC: 0, GMT: 0}[name] : 0;
      if (base === undefined) return null;
      return 60 * base + (sign ? (sign === "-" ? -60 : 60) * (60 * hours + +(minutes ?? 0)) : 0);
    }

    value(template, match, reference) {
      const {names, kind} = template, text = group(match, names.value ?? names[1]);
      if (kind === "tai64n") return parseInt(text.slice(2, 17), 16);
      if (kind === "epoch") return +text;
      if (kind === "longepoch") return text.length === 13 ? text / 1e3 : text.length === 16 ? text / 1e6 : +text;
      const of = (name) => group(match, names[name]), number = (name) => +(of(name) ?? 0);
      const zone = of("z") ?? of("Z");
      let offset = this.fixed;
      if (zone) {
        offset = this.named(zone);
        if (offset === null) return null;
      }
      // What the clock of that zone shows at the reference.
      const shown = new Date(1000 * (reference + (offset ?? this.zone.offset(reference))));
      let year = of("Y") ? +of("Y") : of("y") ? 2000 + +of("y") : null;
      const name = of("b") ?? of("B");
      let month = name ? 1 + MONTHS.indexOf(name.slice(0, 3).toLowerCase()) / 3 : of("m") ? +of("m") : null;
      let day = of("d") ? +of("d") : null;
      const yearless = year === null, dayless = month === null && day === null && !of("j");
      year ??= shown.getUTCFullYear();
      let hour = number("H");
      if (of("I")) hour = number("I") % 12 + (of("p") && of("p").toLowerCase() === "pm" ? 12 : 0);
      if (of("j")) [month, day] = [1, number("j")];
      else if (dayless) [month, day] = [shown.getUTCMonth() + 1, shown.getUTCDate()];
      if (hour > 23 || number("S") > 59 || month === null || day === null) return null;
      const local = (ofYear) => of("j") ? seconds(ofYear, 1, 1, hour, number("M"), number("S")) + 86400 * (day - 1)
        : seconds(ofYear, month, day, hour, number("M"), number("S"));
      const utc = (time) => time === null ? null : offset === null ? this.zone.toUtc(time) : time - offset;
      let time = local(year);
      if (time === null) return null;
      const wall = shown.getTime() / 1000;
      if (yearless && dayless) return utc(time > wall ? time - 86400 : time);
      if (yearless && time > wall + 86400) time = local(year - 1);
      return utc(time);
    }
  }

  /** Lines of one session, by what `<F-MLFID>` caught: one may name the address, and another be the failure. */
  class Sessions {
    constructor() {
      this.known = new Map();
    }

    /** The address of a line, by the lines before it, and whether it counts as a failure of somebody. */
    join({mlfid, nofail, mlfgained, mlfforget, user, alt_user, ...values}) {
      const session = this.known.get(mlfid) ?? {values: {}, users: new Set(), pending: false};
      session.values = {...session.values, ...values};
      const address = addressOf(session.values);
      if (user || alt_user) session.users.add(user || alt_user);
      if (mlfgained !== undefined) session.pending = false;
      const harmless = nofail !== undefined || mlfgained !== undefined;
      // One that tries several users fails with all but the last.
      const counts = !harmless || session.pending || session.users.size > 1;
      if (counts) session.pending = address === null;
      if (mlfforget !== undefined) this.known.delete(mlfid);
      else {
        if (!this.known.has(mlfid) && this.known.size >= MAX_SESSIONS) this.known.delete(this.known.keys().next().value);
        this.known.set(mlfid, session);
      }
      return [address, counts];
    }
  }

  /**
   * `zone` is the zone of dates that name none: an IANA name, or "UTC". `names` tells whether host names count as they
   * are, as with `usedns = raw` and in fail2ban-regex --raw; else they are found, and nobody is to be banned for them.
   * @returns {Matcher}
   */
  function createMatcher(data, {zone = "UTC", names = false} = {}) {
    if (data.version !== 1) throw new Error(`unknown version of data: ${data.version}`);
    const [dates, expressions, ignore, [prefix]] = [data.dates, data.expressions, data.ignore,
      data.prefix ? [data.prefix] : []].map((list) => list.map((one) => compile(one, names ? "" : data.hostName)));
    const clock = new Clock(data, zone);
    const sessions = new Sessions();
    let last = null;  // the time of the last line that had one
    let usual = null;  // the template of the date before

    /** Part a line: what its date is, and the rest of it. Of several dates it is the one that begins first. */
    function part(line, plain) {
      // The template of the line before is tried first: whatever else is a date here must begin before that one's.
      let best = usual && located(usual, line, plain);
      const head = best ? line.slice(0, best.match.index + LONGEST_DATE) : line;
      for (let order = 0; order < dates.length; order++) {
        const template = dates[order];
        if (template === usual || (best && best.match.index === 0 && order > dates.indexOf(best.template))) continue;
        const near = template.exec(head, plain);
        if (!near || (best && near.index > best.match.index)) continue;
        const found = head === line && !template.inside ? {template, match: near} : located(template, line, plain);
        const sooner = found && (!best || found.match.index < best.match.index
          || (found.match.index === best.match.index && order < dates.indexOf(best.template)));
        if (sooner) best = found;
      }
      if (!best) return {template: null, match: null, rest: line, cut: {at: 0, length: 0}};
      const {template, match} = best, text = group(match, template.names[1]);
      usual = template;
      const end = template.inside ? template.end(line, plain) - match.index : match[0].length;
      const at = match.index + end;
      const start = at - text.length;
      return {template, match, rest: line.slice(0, start) + line.slice(at), cut: {at: start, length: text.length}};
    }

    function located(template, line, plain) {
      const match = template.exec(line, plain);
      return match && {template, match};
    }

    function match(line) {
      const plain = PLAIN.test(line);
      const {template, match: dated, rest} = part(line, plain);
      const date = template ? clock.date(template, dated) : null;
      if (date !== null) last = date < clock.now - ODD_DATE ? clock.now : date;
      const result = {kind: template ? "missed" : "undated", dated: template !== null, address: null, time: last,
        clock: last === null ? null : clock.now, purged: clock.purged, expression: null};
      return find(rest, plain, result);
    }

    function find(rest, plain, result) {
      // fail2ban's expressions see each line with its end.
      let text = `${rest}\n`, values = {}, named = null;
      if (prefix) {
        const found = prefix.exec(text, plain);
        if (!found) return result;
        values = grouped(found, prefix, text, plain);
        text = values.content === undefined ? text : `${values.content}\n`;
      }
      for (let index = 0; index < ignore.length; index++) {
        if (ignore[index].exec(text, plain)) return {...result, kind: "ignored", expression: index};
      }
      for (let index = 0; index < expressions.length; index++) {
        const found = expressions[index].exec(text, plain);
        if (!found) continue;
        const all = {...values, ...grouped(found, expressions[index], text, plain)};
        let address = addressOf(all), counts = all.nofail === undefined;
        if (all.mlfid !== undefined) [address, counts] = sessions.join(all);
        else if (address === null) {
          named ??= all.name === undefined ? null : {...result, kind: "matched", address: all.name, name: true,
            expression: index};
          continue;
        }
        return {...result, kind: counts ? "matched" : "ignored", address, expression: index};
      }
      return named ?? result;
    }

    function grouped(match, expression, text, plain) {
      const values = {};
      for (const name in expression.names) {
        const value = group(match, expression.names[name]);
        if (value !== undefined) values[name] = value;
      }
      if (values.dns === undefined || names) return values;
      const without = expression.nameless?.exec(text, plain);
      if (without) return grouped(without, {...expression.nameless, names: expression.names}, text, plain);
      const {dns, ...others} = values;
      return {...others, name: dns};
    }

    /** How far the prefix came with a line, or the expression that came furthest. */
    function explain(line) {
      const plain = PLAIN.test(line), {rest, cut} = part(line, plain);
      const inLine = (at) => Math.min(line.length, at > cut.at ? at + cut.length : at);
      const begun = prefix?.exec(`${rest}\n`, plain);
      if (prefix && !begun) {
        const {part: stopped, end} = reach(prefix, `${rest}\n`, plain);
        return end ? {expression: -1, part: stopped, matchedUpTo: inLine(end)} : null;
      }
      const content = begun ? group(begun, prefix.names.content) : undefined;
      const text = content ?? rest, from = content === undefined ? 0 : Math.max(0, rest.lastIndexOf(content));
      let best = {end: 0};
      expressions.forEach((one, expression) => {
        const reached = reach(one, `${text}\n`, plain);
        if (reached.end > best.end && reached.part !== "") best = {...reached, expression};
      });
      return best.end ? {expression: best.expression, part: best.part, matchedUpTo: inLine(from + best.end)} : null;
    }

    /** The first part of an expression that a text does not match, and where what stands before it ends in the text. */
    function reach(expression, text, plain) {
      const {parts} = expression;
      let low = 0, high = parts.length, end = 0;  // the first `low` parts match, the first `high + 1` do not
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        const found = expression.start(parts[middle - 1][0], plain).exec(text);
        if (found) [low, end] = [middle, found.index + found[0].length];
        else high = middle - 1;
      }
      return {part: parts[low]?.[1] ?? "", end};
    }

    return {match, explain, lastDate: () => clock.last, missing: () => Math.max(...clock.kinds.values())};
  }

  /** Whom a line is about, by the groups that fail2ban knows. */
  function addressOf({fid, ip4, ip6, dns, cidr}) {
    if (fid !== undefined) return fid;
    const address = ip4 ?? ip6;
    if (address !== undefined) {
      const network = `${address}/${cidr}`;
      return canonical(cidr !== undefined && parseAddress(network) ? network : address);
    }
    return dns ?? null;
  }

  /** An address as the C library prints it; what is none as it is. */
  function canonical(text) {
    if (!/[:/]/.test(text)) return text;
    const parsed = parseAddress(text);
    return parsed ? print(parsed) : text;
  }

  /** @returns {?{words: number[], bits: number}} IPv4 as two words of 16 bits, IPv6 as eight; `bits` of a network */
  function parseAddress(text) {
    const [, host, , suffix] = /^([^/]*)(\/(\d+))?$/.exec(text) ?? [];
    const words = host === undefined ? null : host.includes(":") ? parseV6(host) : parseV4(host);
    if (!words) return null;
    const most = 16 * words.length, bits = suffix === undefined ? most : +suffix;
    return bits > most ? null : {words: masked(words, bits), bits};
  }

  function parseV4(text) {
    const bytes = text.split(".");
    if (bytes.length !== 4 || !bytes.every((one) => /^(0|[1-9]\d{0,2})$/.test(one) && one < 256)) return null;
    return [bytes[0] * 256 + +bytes[1], bytes[2] * 256 + +bytes[3]];
  }

  function parseV6(text) {
    let tail = [];
    const dotted = /^(.*:)([\d.]+\.[\d.]+)$/.exec(text);
    if (dotted) {
      tail = parseV4(dotted[2]);
      if (!tail) return null;
      text = dotted[1] + "0:0";
    }
    const halves = text.split("::");
    const [head, rest] = [0, 1].map((index) => halves[index] ? halves[index].split(":") : []);
    const missing = 8 - head.length - rest.length;
    if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
    const all = [...head, ...Array(halves.length === 2 ? missing : 0).fill("0"), ...rest];
    if (!all.every((one) => /^[0-9a-f]{1,4}$/i.test(one))) return null;
    const words = all.map((one) => parseInt(one, 16));
    if (dotted) words.splice(6, 2, ...tail);
    // An IPv4 address in IPv6's clothes is that.
    return words.slice(0, 5).every((one) => one === 0) && words[5] === 0xffff ? words.slice(6) : words;
  }

  function masked(words, bits) {
    return words.map((word, index) => word & (0xffff << 16 - Math.min(16, Math.max(0, bits - 16 * index))) & 0xffff);
  }

  function print({words, bits}) {
    const suffix = bits < 16 * words.length ? `/${bits}` : "";
    const dotted = (pair) => pair.flatMap((word) => [word >> 8, word & 255]).join(".");
    if (words.length === 2) return dotted(words) + suffix;
    // The first of the longest runs of zeros is left out.
    let start = 0, longest = 1;
    for (let at = 0; at < 8; at++) {
      let end = at;
      while (words[end] === 0) end++;
      if (end - at > longest) [start, longest] = [at, end - at];
    }
    const hex = (list) => list.map((word) => word.toString(16)).join(":");
    if (longest < 2) return hex(words) + suffix;
    if (start === 0 && (longest === 6)) return `::${dotted(words.slice(6))}${suffix}`;
    return `${hex(words.slice(0, start))}::${hex(words.slice(start + longest))}${suffix}`;
  }

  /** @returns {Replay} @param {FailureList|ArrayLike<Failure>} failures @param {Jail} jail */
  function replay(failures, jail) {
    const ignored = jail.ignoreip.map(parseAddress).filter(Boolean), isIgnored = new Map();
    const counts = new Map();  // address -> {count, since, last, lines}
    const ended = new Map();  // address -> {until, times: how often it was banned, at, seconds} of its last ban
    const found = {bans: [], near: new Map(), ignored: new Map()};
    let now = -Infinity;
    for (let index = 0; index < failures.length; index++) {
      const {line, address, time, clock, purged} = failures.at?.(index) ?? failures[index];
      let ignore = isIgnored.get(address);
      if (ignore === undefined) isIgnored.set(address, ignore = ignored.some((one) => contains(one, address)));
      if (ignore) {
        found.ignored.set(address, 1 + (found.ignored.get(address) ?? 0));
        continue;
      }
      now = clock ?? Math.max(now, time);
      let entry = counts.get(address);
      // Old failures are forgotten when the clock moves on.
      if (!entry || (now > entry.seen && entry.last + jail.findtime <= now)) {
        entry = {count: 0, since: time, last: time, lines: [], seen: now};
        counts.set(address, entry);
      }
      entry.seen = now;
      add(entry, line, time, jail);
      const before = ended.get(address);
      if (before && !isKnown(before, purged ?? now, jail)) ended.delete(address);
      else if (before && time > before.at && jail.increment && entry.count < jail.maxretry) {
        // Whoever was banned before is banned sooner.
        entry.count += Math.min(2 ** (before.times - 1), jail.maxretry - 1);
      }
      const nearest = found.near.get(address);
      if (!nearest || entry.count > nearest.failures) {
        found.near.set(address, {address, failures: entry.count, needed: jail.maxretry, lines: entry.lines.slice()});
      }
      if (entry.count < jail.maxretry) continue;
      counts.delete(address);
      ban(entry, address, now);
    }

    function ban({last, lines}, address, clock) {
      const before = ended.get(address), base = jail.bantime < 0 ? Infinity : jail.bantime;
      // What comes while it is banned makes the ban longer, and is no new one.
      if (before && before.until >= clock) before.until = Math.max(before.until, last + base);
      else if (last + base >= clock) {
        const times = before?.times ?? 0, seconds = duration(jail, times);
        const [lasts, at] = [seconds < 0 ? Infinity : seconds, Math.trunc(last)];
        ended.set(address, {until: last + lasts, times: times + 1, at: last, seconds: lasts});
        found.bans.push({address, at, until: seconds < 0 ? null : at + seconds, lines});
      }
    }

    for (const {address} of found.bans) found.near.delete(address);
    const near = [...found.near.values()].sort((one, other) => other.failures - one.failures
      || one.lines.at(-1) - other.lines.at(-1));
    return {bans: found.bans, near, ignored: [...found.ignored].map(([address, failures]) => ({address, failures}))};
  }

  /** Whether fail2ban still knows of a ban: it looks at that once an hour. */
  function isKnown({until, at, seconds}, purged, {increment}) {
    return until >= purged || at + 3 * seconds + (increment?.purge ?? 86400) >= purged;
  }

  /** Count a failure. Where they go back further than `findtime`, fail2ban keeps as many as their rate says. */
  function add(entry, line, time, {findtime}) {
    if (time - entry.since > findtime) {
      entry.count = roundHalfEven(entry.count / (time - entry.since) * findtime);
      entry.since = time - findtime;
    }
    entry.count++;
    entry.last = Math.max(entry.last, time);
    entry.lines.push(line);
    if (entry.lines.length > entry.count) entry.lines.splice(0, entry.lines.length - entry.count);
  }

  function roundHalfEven(value) {
    const down = Math.floor(value);
    return value - down === 0.5 ? down + down % 2 : Math.round(value);
  }

  /** How long somebody is banned who was banned so many times before. */
  function duration({bantime, increment}, times) {
    if (bantime < 0 || !increment || times === 0) return bantime;
    const {factor, multipliers, maxtime} = increment;
    const multiplier = multipliers ? multipliers[Math.min(times, multipliers.length - 1)] : 2 ** Math.min(times, 20);
    const seconds = bantime * multiplier * factor;
    return Math.trunc(maxtime === null ? seconds : Math.min(seconds, maxtime));
  }

  /** Whether a network has an address, or network, in it. */
  function contains(network, address) {
    const parsed = parseAddress(address);
    return parsed !== null && parsed.words.length === network.words.length && parsed.bits >= network.bits
      && masked(parsed.words, network.bits).every((word, index) => word === network.words[index]);
  }

  const COLUMNS = ["lines", "times", "clocks", "purges", "ids"];

  /** Failures of a log of any length in little memory. `buffers` can be posted, and a list made of them again. */
  class FailureList {
    constructor({lines = new Uint32Array(1024), times = new Float64Array(1024), clocks = new Float64Array(1024),
      purges = new Float64Array(1024), ids = new Uint32Array(1024), addresses = [], length = 0} = {}) {
      Object.assign(this, {lines, times, clocks, purges, ids, addresses, length});
      this.known = new Map(addresses.map((address, id) => [address, id]));
    }

    /** @param {number} line @param {Result} result  one that matched; nothing is added where it names nobody yet */
    add(line, result) {
      if (result.address === null || result.name) return;
      if (this.length === this.lines.length) this.grow();
      let id = this.known.get(result.address);
      if (id === undefined) {
        id = this.addresses.push(result.address) - 1;
        this.known.set(result.address, id);
      }
      this.lines[this.length] = line;
      this.times[this.length] = result.time ?? REFERENCE;
      this.clocks[this.length] = result.clock ?? REFERENCE;
      this.purges[this.length] = result.purged ?? REFERENCE;
      this.ids[this.length++] = id;
    }

    grow() {
      for (const name of COLUMNS) {
        const grown = new this[name].constructor(2 * this.length + 1024);
        grown.set(this[name]);
        this[name] = grown;
      }
    }

    at(index) {
      return {line: this.lines[index], time: this.times[index], clock: this.clocks[index],
        purged: this.purges[index], address: this.addresses[this.ids[index]]};
    }

    /** What to post from a Worker; `new FilterTool.FailureList(buffers)` there. */
    get buffers() {
      const {length, addresses} = this;
      const columns = COLUMNS.map((name) => [name, this[name].slice(0, length)]);
      return {...Object.fromEntries(columns), addresses, length};
    }
  }

  return {createMatcher, replay, FailureList, compile, parseAddress};
})();
if (typeof module === "object") module.exports = FilterTool;
