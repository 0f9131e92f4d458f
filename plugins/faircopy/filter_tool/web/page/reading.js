// A log being read: what its lines are, line for line; a line that takes too long is left out, and the rest is read.
// @ts-check
/** @import { Batch, FilterData, Log, MatcherOptions } from "../types" */
import { WatchedWorker } from "./watched.js";

const MAX_SLOW_LINES = 20;
const MAX_GROUPS = 500;

/**
 * @typedef {object} Listener
 * @property {(log: Log, batch: Batch) => void} progress
 * @property {(log: Log) => void} end
 * @property {(message: string) => void} fail
 */

export class Reading {
  /**
   * @param {string[]} scripts  of the Worker
   * @param {number} limit  milliseconds for a line
   * @param {MatcherOptions & { data: FilterData }} options
   * @param {Listener} on
   */
  constructor(scripts, limit, options, on) {
    this.scripts = scripts;
    this.limit = limit;
    this.options = options;
    this.on = on;
    this.careful = false;
  }

  /**
   * @param {Blob} file
   * @param {string} name
   */
  start(file, name) {
    /** @type {Log} */
    this.log = {
      file,
      name,
      counts: {},
      groups: new Map(),
      slow: [],
      next: 1,
      first: Infinity,
      last: -Infinity,
      missing: 0,
      stopped: "",
    };
    this.#read(this.log);
  }

  /** @param {string} why  "" where the file has ended */
  stop(why) {
    this.worker?.end();
    if (!this.log) return;
    this.log.stopped = why;
    this.on.end(this.log);
  }

  end() {
    this.worker?.end();
  }

  /** @param {Log} log */
  #read(log) {
    this.worker = new WatchedWorker(this.scripts, this.limit, {
      message: (data) => (data.name === "batch" ? this.#add(log, data) : this.stop("")),
      hang: () => this.#tooSlow(log),
      fail: this.on.fail,
    });
    const { file, next, slow } = log;
    this.worker.ask({ name: "read", file, from: next, slow, careful: this.careful, ...this.options });
  }

  /**
   * One line took too long, of those that were begun last. The first time these are tried one by one, to see which.
   * @param {Log} log
   */
  #tooSlow(log) {
    if (this.careful) log.slow.push(log.next);
    this.careful = !this.careful;
    if (log.slow.length < MAX_SLOW_LINES) this.#read(log);
    else this.stop("slow");
  }

  /** @type {(log: Log, batch: Batch) => void} */
  #add(log, batch) {
    log.next = batch.next;
    log.form ??= batch.form;
    log.damaged ||= batch.damaged;
    log.missing = Math.max(log.missing, batch.missing);
    log.first = Math.min(log.first, batch.first);
    log.last = Math.max(log.last, batch.last);
    for (const kind in batch.counts) log.counts[kind] = (log.counts[kind] ?? 0) + batch.counts[kind];
    for (const [shape, many, line, text] of batch.groups) {
      // Of more kinds than these the rest is one.
      const key = log.groups.has(shape) || log.groups.size < MAX_GROUPS ? shape : "";
      const group = log.groups.get(key);
      if (group) group.many += many;
      else log.groups.set(key, { many, line, text });
    }
    this.on.progress(log, batch);
  }
}
