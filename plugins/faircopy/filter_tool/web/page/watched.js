// A Worker that is ended when it says that it is busy, and then nothing for too long.
// @ts-check

export class WatchedWorker {
  /**
   * @param {string[]} scripts  their sources. Only a Worker of a blob is under the page's policy.
   * @param {number} limit  milliseconds
   * @param {{ message: (data: any) => void, hang: () => void, fail: (message: string) => void }} on
   */
  constructor(scripts, limit, on) {
    const address = URL.createObjectURL(new Blob(scripts, { type: "text/javascript" }));
    this.worker = new Worker(address);
    this.timer = 0;
    this.worker.onmessage = ({ data }) => {
      clearTimeout(this.timer);
      if (data.busy) this.timer = setTimeout(() => (this.end(), on.hang()), limit);
      on.message(data);
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.end();
      on.fail(event.message);
    };
    this.address = address;
  }

  /** @param {object} task */
  ask(task) {
    this.worker.postMessage(task);
  }

  end() {
    clearTimeout(this.timer);
    this.worker.terminate();
    URL.revokeObjectURL(this.address);
  }
}
