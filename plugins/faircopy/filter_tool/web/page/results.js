// What was found in a log, and whom a jail bans: fetched when the first log is tried.
// @ts-check
/** @import { Explained, Jail, Judgement, Log, MatcherOptions, Person, Place } from "../types" */
import { button, h, visible } from "./dom.js";
import { drawBans } from "./drawing.js";
import { duration, numbersIn, sectionFor } from "./jail.js";
import { Judging } from "./judging.js";
import { showLog } from "./log.js";
import { fill, row, timeCell } from "./tables.js";
import { formatted } from "./words.js";

const MAX_EXPLAINED = 40;
const MAX_LISTED = 100;
const MAX_NAMED = 8;
const NO_DATE = 3; // what is missing of a date where there is none
const COPIED_MS = 2000;

export class Results {
  /** @param {Place} place */
  constructor(place) {
    this.place = place;
    this.questions = 0;
    this.isShown = false;
    this.copied = 0;
    /** @type {Explained[]} */
    this.groups = [];
    const fail = (/** @type {string} */ message) => {
      this.forget();
      place.fail(message);
    };
    this.judging = new Judging(place, (data) => this.#hear(data), fail);
    const { parts, fields } = place;
    parts.jail.onchange = parts.reset.onclick = () => {
      this.#reset();
      this.#replay();
    };
    for (const name in fields) fields[name].oninput = () => this.#replay();
    parts.copy.onclick = async () => {
      const label = await navigator.clipboard.writeText(parts.section.textContent).then(
        () => "copied",
        () => "notCopied",
      );
      parts.copy.textContent = place.say(label);
      clearTimeout(this.copied);
      this.copied = setTimeout(() => (parts.copy.textContent = place.say("copy")), COPIED_MS);
    };
    this.#reset();
  }

  /** Nothing is said of the log any more, nor of what was asked about it. */
  forget() {
    this.judging.end();
    this.log = undefined;
  }

  /**
   * @param {Log} log
   * @param {MatcherOptions} options
   */
  async show(log, options) {
    const groups = [...log.groups.values()].sort((one, other) => other.many - one.many).slice(0, MAX_LISTED);
    await this.judging.explain(groups.slice(0, MAX_EXPLAINED), options);
    this.log = log;
    this.isShown = false;
    this.options = options;
    this.groups = groups;
    this.#replay();
  }

  #reset() {
    const { maxretry, findtime, bantime, ignoreip } = this.#jail;
    const { fields } = this.place;
    fields.maxretry.value = String(maxretry);
    fields.findtime.value = duration(findtime);
    fields.bantime.value = duration(bantime);
    fields.ignoreip.value = ignoreip.join(" ");
  }

  get #jail() {
    return this.place.data.jails[this.place.parts.jail.value];
  }

  /** @param {any} data */
  #hear(data) {
    if (data.name === "replayed") this.#replayed(data);
    if (data.name === "texts") this.#quoted(data.texts);
  }

  /** What is said of a log appears with whom it would have banned: nobody sees one log's notes above another's bans. */
  #showLog() {
    const { parts } = this.place;
    parts.result.ariaBusy = "false";
    if (this.isShown || !this.log) return;
    this.isShown = true;
    parts.running.hidden = true;
    delete parts.result.dataset.pending;
    showLog(this.place, this.log, this.groups);
  }

  /** The jail with the numbers of the form; undefined where fail2ban would not take one. */
  get #wanted() {
    const { fields, say } = this.place;
    const { numbers, refused } = numbersIn(fields);
    if (refused.length) return void this.#refuse(say("refused", { options: refused.join(", ") }));
    const ignoreip = fields.ignoreip.value.split(/[\s,]+/).filter(Boolean);
    return /** @type {Jail} */ ({ ...this.#jail, ...numbers, ignoreip });
  }

  #replay() {
    if (!this.log) return;
    this.questions++;
    this.place.parts.result.ariaBusy = "true";
    this.jail = this.#wanted;
    if (this.jail) this.judging.ask({ name: "replay", jail: this.jail, most: MAX_LISTED, id: this.questions });
  }

  /**
   * What was found for other numbers is no answer to these.
   * @param {string} why
   */
  #refuse(why) {
    this.place.parts.result.dataset.refused = "";
    this.place.parts.answer.textContent = why;
    this.#showLog();
  }

  /**
   * A time without what the log does not name of it.
   * @param {number} seconds
   */
  #time(seconds) {
    const { missing = NO_DATE } = this.log ?? {};
    if (missing === NO_DATE || !Number.isFinite(seconds)) return this.place.say("dateless");
    return new Date(seconds * 1000).toLocaleString("sv", { timeZone: this.options?.zone }).slice([0, 5, 11][missing]);
  }

  /** @param {Judgement} judgement */
  #replayed(judgement) {
    const { parts, fields, data, say } = this.place;
    const { id, odd, drawn } = judgement;
    if (id !== this.questions || !this.jail || !this.log) return;
    fields.ignoreip.ariaInvalid = String(odd !== undefined);
    if (odd) return this.#refuse(say("odd", { word: visible(odd) }));
    delete parts.result.dataset.refused;
    parts.answer.textContent = this.#answer(this.jail, judgement);
    parts.section.textContent = sectionFor(this.jail.name, data.filter, fields);
    this.#fillTables(judgement);
    const isDated = this.log.missing < NO_DATE;
    parts.drawing.parentNode.hidden = !isDated;
    if (isDated) drawBans(parts.drawing, drawn, this.log, (seconds) => this.#time(seconds));
    this.#showLog();
  }

  /** @type {(jail: Jail, judgement: Judgement) => string} */
  #answer({ name, maxretry, findtime }, { doubts, totals }) {
    const { say } = this.place;
    const rule = `maxretry = ${maxretry}, findtime = ${duration(findtime)}`;
    if (!totals.bans) return say("bansNobody", { jail: name, rule });
    const addresses = doubts.slice(0, MAX_NAMED).map(({ address }) => visible(address));
    const more = totals.doubts - addresses.length;
    const sentences = [
      say("bans", { jail: name, rule, number: totals.banned }),
      totals.bans > totals.banned && say("times", { number: totals.bans }),
      say("spared", { number: totals.spared }),
      doubts.length && say(more ? "doubtsAndMore" : "doubts", { addresses: addresses.join(", "), number: more }),
      doubts.length && say("whyDoubted"),
    ];
    return sentences.filter(Boolean).join(" ");
  }

  /** @param {Judgement} judgement */
  #fillTables({ bans, people, near, ignored, doubts, totals }) {
    const { parts, say, language } = this.place;
    /** @type {(value: number) => string} */
    const number = (value) => formatted(value, language);
    /** @type {(seconds: number) => HTMLElement} */
    const when = (seconds) => timeCell(this.#time(seconds));
    /** @type {(total: number, rows: unknown[]) => string} */
    const rest = (total, rows) => (total > rows.length ? say("rest", { number: total - rows.length }) : "");
    /** @type {(cells: (Node | string)[], lines: number[]) => HTMLTableRowElement[]} */
    const quoting = (cells, lines) => row(cells, this.#quotes(lines), say("lines", { number: lines.length }));
    /** @type {(one: Person) => string[]} */
    const counts = (one) => [visible(one.address), number(one.matched), number(one.others)];
    fill(
      parts.doubts,
      doubts.map((one) => quoting([...counts(one), say(one.why), this.#ignore(one.address)], one.examples)),
      rest(totals.doubts, doubts),
    );
    fill(
      parts.bans,
      bans.map(({ address, at, until, spared, lines }) =>
        quoting([visible(address), when(at), until === null ? say("forEver") : when(until), number(spared)], lines),
      ),
      rest(totals.bans, bans),
    );
    fill(
      parts.people,
      people.map((one) =>
        row([...counts(one), when(one.first), when(one.last), number(one.bans), this.#ignore(one.address)]),
      ),
      rest(totals.people, people),
    );
    fill(
      parts.near,
      near.map((one) =>
        quoting([visible(one.address), say("ofNeeded", { failures: one.failures, needed: one.needed })], one.lines),
      ),
      rest(totals.near, near),
    );
    fill(
      parts.ignored,
      ignored.map((one) => row([visible(one.address), number(one.failures)])),
      rest(totals.ignored, ignored),
    );
  }

  /** @param {string} address */
  #ignore(address) {
    const { say, fields } = this.place;
    const ignore = button(say("ignore"), () => {
      fields.ignoreip.value = `${fields.ignoreip.value} ${address}`.trim();
      fields.ignoreip.focus();
      this.#replay();
    });
    ignore.ariaLabel = say("ignoreThis", { address: visible(address) });
    return ignore;
  }

  /**
   * Lines by their numbers. Their texts are read again from the log when they are first shown.
   * @param {number[]} lines
   */
  #quotes(lines) {
    /** @type {import("./tables.js").Quotes} */
    const list = h("ol", {}, ...lines.map((value) => h("li", { value }, h("samp", { dir: "ltr" }, "…"))));
    list.read = () => {
      list.read = null;
      this.judging.ask({ name: "texts", file: this.log?.file, lines });
    };
    return list;
  }

  /** @param {[number, string][]} texts */
  #quoted(texts) {
    for (const [line, text] of texts) {
      const places = this.place.tool.querySelectorAll(`li[value="${line}"] > samp`);
      for (const place of places) place.textContent = visible(text);
    }
  }
}
