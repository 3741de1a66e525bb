// @ts-check
import { Journal } from '../storage/journal.js';
import { Once } from '../storage/once.js';
/** @import { OrderEvent } from '@chasqui/client' */
/** @import { ReceivedEvent } from '../types.js' */

/** Every event about an order of this shop that was received and verified, once. */
export class EventInbox {
  /**
   * @private
   * @param {Journal<ReceivedEvent>} journal
   */
  constructor(journal) {
    /** @private */
    this.journal = journal;
    /** @private @type {Map<string, ReceivedEvent>} */
    this.byId = new Map();
    /** @private @type {Map<string, ReceivedEvent[]>} */
    this.byOrder = new Map();
    /** How many came since the start about orders that another storefront of the same Chasqui shop took. */
    this.foreign = 0;
    for (const received of journal.entries) this.keep(received);
    /** @private @type {Once<void>} */
    this.storing = new Once();
  }

  /** @param {string} path */
  static async open(path) {
    return new EventInbox(await Journal.open(path));
  }

  /**
   * Returns when the event is on the disk. One that is there already changes nothing: Chasqui delivers at least once,
   * always with the same id, so a second delivery is normal and no error.
   *
   * @param {OrderEvent} event
   * @returns {Promise<void>}
   */
  async store(event) {
    if (this.byId.has(event.id)) return;
    await this.storing.run(event.id, async () => {
      const received = { receivedAt: new Date().toISOString(), event };
      await this.journal.append(received);
      this.keep(received);
    });
  }

  countForeign() {
    this.foreign += 1;
  }

  get count() {
    return this.byId.size;
  }

  all() {
    return [...this.byId.values()];
  }

  /**
   * In the order in which they came.
   *
   * @param {string} orderId
   */
  ofOrder(orderId) {
    return this.byOrder.get(orderId) ?? [];
  }

  /**
   * The event that says how the order stands: of its newest payment, the one with the highest number. Not the one that
   * came last, because a retried delivery overtakes nothing but may be overtaken.
   *
   * @param {string} orderId
   */
  latest(orderId) {
    const events = this.ofOrder(orderId).map(({ event }) => event);
    return events.reduce(
      (newest, event) => (newest === null || isNewer(event, newest) ? event : newest),
      /** @type {OrderEvent | null} */ (null),
    );
  }

  close() {
    return this.journal.close();
  }

  /**
   * @private
   * @param {ReceivedEvent} received
   */
  keep(received) {
    const { id, data } = received.event;
    const { orderId } = data.payment;
    this.byId.set(id, received);
    this.byOrder.set(orderId, [...this.ofOrder(orderId), received]);
  }
}

/**
 * @param {OrderEvent} event
 * @param {OrderEvent} than
 */
function isNewer(event, than) {
  if (event.data.payment.id === than.data.payment.id) return event.sequence > than.sequence;
  return Date.parse(event.data.payment.createdAt) > Date.parse(than.data.payment.createdAt);
}
