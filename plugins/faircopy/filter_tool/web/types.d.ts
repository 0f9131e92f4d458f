// The shapes that the filter tool works with. For the type checker only; nothing of it is published.

/** Group name -> the numbers of the groups that may hold it. */
export type Names = Record<string, number[]>;

/** A Python expression as JavaScript's: see matcher/regex.js. */
export interface Expression {
  /** Its source, with \d \w \s \b in Python's meaning. */
  js: string;
  names: Names;
  /** Where a part of `js` ends, and the part as a person would write it. */
  parts?: [number, string][];
}

/** What a date is written in, in the order in which the templates are tried. */
export interface DateTemplate extends Expression {
  kind: string;
  /** Whether more than what takes no room stands behind the date. */
  inside?: boolean;
}

/** How bans grow for those who come again. */
export interface Increment {
  factor: number;
  /** Of `bantime`, by how often somebody was banned before: 1, 2, 4, 8 …; beyond them the last. */
  multipliers: number[];
  /** Seconds. */
  maxtime: number | null;
  /** Seconds after which a ban is forgotten. */
  purge: number;
}

/** As fail2ban resolved it; the reader may change the numbers. */
export interface Jail {
  name: string;
  /** How many failures lead to a ban. */
  maxretry: number;
  /** Seconds in which they must fall. */
  findtime: number;
  /** Seconds; -1: for ever. */
  bantime: number;
  /** Addresses and networks. */
  ignoreip: string[];
  /** "raw": names are banned as they are; else failures of names do not count. */
  usedns: string;
  /** null: each ban is as long as the first. */
  increment: Increment | null;
}

/** filters/NAME.json: see ../export.py. */
export interface FilterData {
  /** Of this format: 1. */
  version: number;
  filter: string;
  /** "fail2ban 1.0.2". */
  source: string;
  /** Of the expressions and date templates, which are fail2ban's. */
  licence: string;
  /** failregex, ignoreregex, prefregex. */
  expressions: Expression[];
  ignore: Expression[];
  prefix: Expression | null;
  dates: DateTemplate[];
  /** Minutes from UTC of zones that a date may name. */
  zones?: Record<string, number>;
  /** What of an expression is there for host names alone. */
  hostName?: string;
  options: { maxlines: number; usedns: string; logtimezone: string | null; logencoding: string };
  /** Those that use the filter. */
  jails: Jail[];
}

export interface Compiled extends Expression {
  kind: string;
  inside?: boolean;
  /** The same expression where host names match nothing. */
  nameless: Compiled | null;
  exec(text: string, plain: boolean): RegExpExecArray | null;
  /** What the first characters of the source match. */
  start(until: number, plain: boolean): RegExp;
  /** Where the first group of a match ends. */
  end(text: string, plain: boolean): number;
}

/** The groups of a match that took part in it. */
export type Values = Record<string, string>;

/** Of one line. */
export interface Result {
  /**
   * A failure; to be ignored; no failure by itself, as with `<F-NOFAIL>`; nothing found; nothing found, and no date in
   * it. A line without a date may be "matched": `dated` is false then.
   */
  kind: "matched" | "ignored" | "harmless" | "missed" | "undated";
  /** Whether a date was found in the line. */
  dated: boolean;
  /** Whom it is about: an address, another id, a host name that counts; null where nobody is named. */
  address: string | null;
  /** Seconds since 1970 that fail2ban would take for it; in June 2024 where no date is known. */
  time: number;
  /** What the clock shows at this line: `time`, and where the log goes back, later. */
  clock: number;
  /** When fail2ban last looked through its bans. */
  purged: number;
  /** What the date lacks that was read last: 0 nothing, 1 the year, 2 the day too; 3 where none was. */
  lacks: number;
  /** Whether the line names a host in place of an address, which is not looked up: nobody is banned for it. */
  name?: boolean;
}

/** A line without its date. */
export interface Parted {
  template: Compiled | null;
  match: RegExpExecArray | null;
  rest: string;
  /** What was cut out of the line. */
  cut: { at: number; length: number };
}

/** It remembers what it has read: lines are given in their order, without line end. */
export interface Matcher {
  begin(lines: string[]): void;
  match(line: string): Result;
  part(line: string, plain: boolean): Parted;
  expressions: Compiled[];
  prefix: Compiled | undefined;
  /** `last`: seconds since 1970 of the date before. */
  clock: { last: number | null };
}

/** The expression that came furthest with a line. */
export interface Explanation {
  /** Index in `expressions`; -1: the prefix, which all lines must match first. */
  expression: number;
  /** The part that does not match, as a person would write it. */
  part: string;
  /** How many characters of the line match what stands before that part. */
  matchedUpTo: number;
}

/** A `Result` that matched, in a log. */
export interface Failure {
  /** From 1. */
  line: number;
  time: number;
  address: string;
  clock: number;
  purged: number;
}

export interface Failures {
  length: number;
  at(index: number): Failure | undefined;
}

export interface Ban {
  address: string;
  at: number;
  /** null: for ever. */
  until: number | null;
  /** Of the failures that led to it; at the last of them somebody is banned. */
  lines: number[];
  /** How many later lines of theirs would not have come. */
  spared: number;
}

/** Counted, and not banned. */
export interface Near {
  address: string;
  /** At most at one time. */
  failures: number;
  needed: number;
  lines: number[];
}

export interface Replay {
  /** In order. */
  bans: Ban[];
  /** Nearest first. */
  near: Near[];
  /** By `ignoreip`. */
  ignored: { address: string; failures: number }[];
}

/** An address: IPv4 as two words of 16 bits, IPv6 as eight; `bits` of a network. */
export interface Address {
  words: number[];
  bits: number;
}

/** Columns of numbers, by line. */
export interface FailureBuffers {
  lines?: Uint32Array;
  times?: Float64Array;
  clocks?: Float64Array;
  purges?: Float64Array;
  ids?: Uint32Array;
  addresses?: string[];
  length?: number;
}

/** Lines that do not match, and name an address: `ids` are places in `addresses`. */
export interface Others {
  lines: number[];
  times: number[];
  ids: number[];
}

/** What lines that are alike and match nothing have in common, how many they are, number and text of the first. */
export type Group = [shape: string, many: number, line: number, text: string];

/** What is found in some lines. */
export interface Batch {
  /** The line that is tried next, from 1. */
  next: number;
  /** Whether it is being tried; else the file is waited for. */
  busy: boolean;
  /** Read of the file. */
  bytes: number;
  /**
   * Lines by kind; `dateless` of any kind; `cut` are those that were too long, `named` those that would match, and
   * name a host in place of an address.
   */
  counts: Record<string, number>;
  failures: FailureBuffers;
  others: Others;
  addresses: string[];
  groups: Group[];
  /** What dates of lines that match lack: the most that a `Result` says. */
  missing: number;
  /** Seconds since 1970, of the earliest line and the latest. */
  first: number;
  last: number;
  /** What the file is, where it is no plain log: a name in `words`. */
  form?: string;
  /** Whether the file could not be unpacked to its end. */
  damaged?: boolean;
}

/** How lines are read. */
export interface ReadTask extends MatcherOptions {
  name: "read";
  data: FilterData;
  file: Blob;
  /** The first line that counts. */
  from: number;
  /** Lines to leave out, which took too long. */
  slow: number[];
  /** Whether each line is announced, so that a slow one is known. */
  careful: boolean;
}

export interface Explained {
  many: number;
  line: number;
  text: string;
  explained?: Explanation | null;
}

/** What has been found in a log. */
export interface Log {
  file: Blob;
  name: string;
  counts: Record<string, number>;
  groups: Map<string, { many: number; line: number; text: string }>;
  slow: number[];
  next: number;
  first: number;
  last: number;
  missing: number;
  form?: string;
  damaged?: boolean;
  /** Why it was not read to its end; "" where it was. */
  stopped: string;
}

/** Whoever a line names. */
export interface Person {
  address: string;
  matched: number;
  /** Lines that do not match. */
  others: number;
  /** The first of those. */
  examples: number[];
  /** The first line that matches. */
  begun: number;
  first: number;
  last: number;
}

/** Why somebody who is banned is perhaps no attacker: a private address, one who comes like a clock, lines left alone. */
export type Doubt = "private" | "even" | "alone";

/** A ban on the time line. */
export interface DrawnBan extends Pick<Ban, "address" | "at" | "until"> {
  isDoubted: boolean;
}

/** What a jail does with a log. */
export interface Judgement {
  id: number;
  /** In `ignoreip`, and neither address nor network: then there is nothing else. */
  odd?: string;
  bans: Ban[];
  /** All bans of the addresses that the time line has. */
  drawn: DrawnBan[];
  near: Near[];
  ignored: { address: string; failures: number }[];
  people: (Person & { bans: number })[];
  /** Banned, and perhaps no attackers; `weight` is how much speaks for that, up to 1. */
  doubts: (Person & { bans: number; why: Doubt; weight: number })[];
  totals: Record<"bans" | "near" | "ignored" | "people" | "banned" | "doubts" | "spared", number>;
}

/** Sentences in the language of the page, by name: ../words.py. What has a number has one for each plural form. */
export type Words = Record<string, string | Record<string, string>>;

/** Says a sentence by its name. */
export type Say = (name: string, values?: Record<string, string | number>) => string;

/** What a matcher is made with, but for the data. */
export interface MatcherOptions {
  /** Of dates that name none: an IANA name, or "UTC". */
  zone: string;
  /** Whether host names count as they are, as with `usedns = raw`. */
  names: boolean;
}

/** What the tool in a page is made of. */
export interface Place {
  tool: HTMLElement;
  /** Elements of the form, by their `data-name`. */
  parts: Record<string, any>;
  /** By their `name`. */
  fields: Record<string, HTMLInputElement>;
  data: FilterData;
  say: Say;
  language: string;
  /** Of the Worker that judges. */
  scripts: string[];
  /** Milliseconds for a line. */
  limit: number;
  /** Says that the tool has failed, by itself or in a sentence of its own. */
  fail(message: string, sentence?: string): void;
}
