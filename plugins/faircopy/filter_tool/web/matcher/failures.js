// Failures of a log of any length in little memory.
// @ts-check
/** @import { Failure, FailureBuffers, Result } from "../types" */

const FIRST_LENGTH = 1024;

/** `buffers` can be posted, and a list made of them again. */
export class FailureList {
  /** @param {FailureBuffers} [buffers] */
  constructor(buffers = {}) {
    this.lines = buffers.lines ?? new Uint32Array(FIRST_LENGTH);
    this.times = buffers.times ?? new Float64Array(FIRST_LENGTH);
    this.clocks = buffers.clocks ?? new Float64Array(FIRST_LENGTH);
    this.purges = buffers.purges ?? new Float64Array(FIRST_LENGTH);
    this.ids = buffers.ids ?? new Uint32Array(FIRST_LENGTH);
    this.addresses = buffers.addresses ?? [];
    this.length = buffers.length ?? 0;
    this.known = new Map(this.addresses.map((address, id) => [address, id]));
  }

  /**
   * @param {number} line
   * @param {Pick<Result, "address" | "time" | "clock" | "purged" | "name">} result  one that
   *   matched; nothing is added where it names nobody yet
   */
  add(line, { address, name, time, clock, purged }) {
    if (address === null || name) return;
    if (this.length === this.lines.length) this.grow();
    let id = this.known.get(address);
    if (id === undefined) {
      id = this.addresses.push(address) - 1;
      this.known.set(address, id);
    }
    const index = this.length++;
    this.lines[index] = line;
    this.times[index] = time;
    this.clocks[index] = clock;
    this.purges[index] = purged;
    this.ids[index] = id;
  }

  grow() {
    /** @type {<Column extends Uint32Array | Float64Array>(column: Column, grown: Column) => Column} */
    const copied = (column, grown) => (grown.set(column), grown);
    const length = 2 * this.length + FIRST_LENGTH;
    this.lines = copied(this.lines, new Uint32Array(length));
    this.times = copied(this.times, new Float64Array(length));
    this.clocks = copied(this.clocks, new Float64Array(length));
    this.purges = copied(this.purges, new Float64Array(length));
    this.ids = copied(this.ids, new Uint32Array(length));
  }

  /**
   * @param {number} index
   * @returns {Failure & { clock: number, purged: number }}
   */
  at(index) {
    return {
      line: this.lines[index],
      time: this.times[index],
      clock: this.clocks[index],
      purged: this.purges[index],
      address: this.addresses[this.ids[index]],
    };
  }

  /** @returns {FailureBuffers} */
  get buffers() {
    const { lines, times, clocks, purges, ids, addresses, length } = this;
    return {
      lines: lines.slice(0, length),
      times: times.slice(0, length),
      clocks: clocks.slice(0, length),
      purges: purges.slice(0, length),
      ids: ids.slice(0, length),
      addresses,
      length,
    };
  }
}
