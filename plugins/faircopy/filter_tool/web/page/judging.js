// The Workers that know a log: one has all that was found in it and judges, the other says what stopped a line.
// @ts-check
/** @import { Batch, Explained, MatcherOptions, Place } from "../types" */
import { WatchedWorker } from "./watched.js";

export class Judging {
  /** @type {WatchedWorker | undefined} */
  judge;
  /** @type {WatchedWorker | undefined} */
  explainer;
  /** @type {(explained: Explained["explained"]) => void} */
  answer = () => {};

  /**
   * @param {Place} place
   * @param {(data: any) => void} hear  what the one that judges says
   * @param {(message: string) => void} fail  all is lost then
   */
  constructor(place, hear, fail) {
    this.place = place;
    this.hear = hear;
    this.fail = fail;
  }

  end() {
    this.judge?.end();
    this.explainer?.end();
    this.judge = this.explainer = undefined;
  }

  /** @param {object} task */
  ask(task) {
    this.judge ??= this.#worker(this.hear, () => {});
    this.judge.ask(task);
  }

  /**
   * What was found in some lines: nothing of it stays in the page.
   * @param {Batch} batch
   */
  take({ failures, others, addresses }) {
    this.ask({ name: "take", batch: { failures, others, addresses } });
  }

  /**
   * Say of each kind of line what stopped it. One that takes too long ends the Worker, so this one does not judge.
   * @param {Explained[]} groups
   * @param {MatcherOptions} options
   */
  async explain(groups, options) {
    for (const group of groups) {
      group.explained = await new Promise((resolve) => {
        this.answer = resolve;
        this.explainer ??= this.#worker(
          ({ explained }) => explained !== undefined && this.answer(explained),
          () => {
            this.explainer = undefined;
            this.answer(null);
          },
        );
        this.explainer.ask({ name: "explain", text: group.text, data: this.place.data, ...options });
      });
    }
    this.explainer?.end();
    this.explainer = undefined;
  }

  /**
   * @param {(data: any) => void} message
   * @param {() => void} hang
   */
  #worker(message, hang) {
    return new WatchedWorker(this.place.scripts, this.place.limit, { message, hang, fail: this.fail });
  }
}
