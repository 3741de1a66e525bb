// @ts-check
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
/** @import { FileHandle } from 'node:fs/promises' */
/** @import { ChasquiEvent } from '@chasqui/client' */

/** @typedef {{ id: string, type: string, ships: string | null, at: string }} Entry */

/**
 * Which events were taken, and which orders are to be shipped for them. One line of the file is one transaction: that
 * an event was taken and that its order is to be shipped stand in the same line, so a crash can not part them. For one
 * process; where several receive, use the two tables of README.md, which do the same.
 */
export class EventBook {
  /**
   * @private
   * @param {FileHandle} file
   * @param {number} size of what is written whole, in bytes
   * @param {boolean} livemode
   */
  constructor(file, size, livemode) {
    /** @private */
    this.file = file;
    /** @private */
    this.size = size;
    /** @private */
    this.livemode = livemode;
    /** @private @type {Set<string>} */
    this.taken = new Set();
    /** @private @type {string[]} One entry per order to ship: your warehouse job works through these. */
    this.shipments = [];
    /** @private @type {Promise<void>} */
    this.last = Promise.resolve();
  }

  /**
   * @param {string} path
   * @param {{ livemode?: boolean }} options which money counts: with `livemode: false` real orders are not shipped
   */
  static async open(path, { livemode = false } = {}) {
    const file = await open(path, 'a+', 0o600);
    const bytes = await file.readFile();
    // A line that a crash cut short was never answered for.
    const size = bytes.lastIndexOf('\n') + 1;
    await file.truncate(size);
    await syncFolder(dirname(path));
    const book = new EventBook(file, size, livemode);
    for (const line of bytes.subarray(0, size).toString().split('\n').slice(0, -1)) book.keep(JSON.parse(line));
    return book;
  }

  /**
   * Returns when the event is on the disk. One that is there already changes nothing. One after the other, so that two
   * deliveries of an event that come at once do not both find that it is new.
   *
   * @param {ChasquiEvent} event
   * @returns {Promise<void>}
   */
  take(event) {
    const taking = this.last.then(() => this.write(event));
    this.last = taking.catch(() => undefined);
    return taking;
  }

  /** @param {string} orderId */
  shipmentsOf(orderId) {
    return this.shipments.filter((shipped) => shipped === orderId).length;
  }

  async close() {
    await this.last;
    await this.file.close();
  }

  /** @private @param {ChasquiEvent} event */
  async write(event) {
    if (this.taken.has(event.id)) return;
    /** @type {Entry} */
    const entry = { id: event.id, type: event.type, ships: this.orderToShip(event), at: new Date().toISOString() };
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      await this.file.appendFile(line);
      await this.file.datasync();
    } catch (error) {
      // A full disk may have taken half of the line.
      await this.file.truncate(this.size).catch(() => undefined);
      throw error;
    }
    this.size += line.length;
    this.keep(entry);
  }

  /**
   * `order.paid` and nothing else means ship: a state `paid` in another event may be money that a person must judge.
   * Types that you do not know are taken and passed over; newer versions have more.
   *
   * @private
   * @param {ChasquiEvent} event
   */
  orderToShip(event) {
    if (event.type !== 'order.paid' || event.livemode !== this.livemode) return null;
    const { orderId } = event.data.payment;
    return this.shipments.includes(orderId) ? null : orderId;
  }

  /** @private @param {Entry} entry */
  keep({ id, ships }) {
    this.taken.add(id);
    if (ships !== null) this.shipments.push(ships);
  }
}

/**
 * Without this a new file may be gone after a power cut. Windows cannot do it, nor needs to.
 *
 * @param {string} path
 */
async function syncFolder(path) {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
