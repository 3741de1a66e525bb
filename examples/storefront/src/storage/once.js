// @ts-check

/**
 * Runs one piece of work per key at a time: who comes while it runs gets the same outcome. Two clicks or two deliveries
 * of one event arrive in the same moment, and "is it there already?" asked by both would be answered no to both.
 *
 * @template Outcome
 */
export class Once {
  constructor() {
    /** @private @type {Map<string, Promise<Outcome>>} */
    this.running = new Map();
  }

  /**
   * @param {string} key
   * @param {() => Promise<Outcome>} work
   * @returns {Promise<Outcome>}
   */
  run(key, work) {
    const running = this.running.get(key);
    if (running !== undefined) return running;
    const started = work().finally(() => this.running.delete(key));
    this.running.set(key, started);
    return started;
  }
}
