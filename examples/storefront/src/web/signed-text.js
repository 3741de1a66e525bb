// @ts-check
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Text that travels through the shopper's browser and is believed only when it comes back as it left. */
export class SignedText {
  /** @param {string} key */
  constructor(key) {
    /** @private */
    this.key = key;
  }

  /**
   * @param {'cart' | 'order'} purpose a text signed for one is none for the other
   * @param {string} text
   */
  seal(purpose, text) {
    const body = Buffer.from(text, 'utf8').toString('base64url');
    return `${body}.${this.signature(purpose, body)}`;
  }

  /**
   * The text, or null when it is not ours.
   *
   * @param {'cart' | 'order'} purpose
   * @param {string} sealed
   */
  open(purpose, sealed) {
    const [body = '', signature = ''] = sealed.split('.');
    const given = Buffer.from(signature);
    const expected = Buffer.from(this.signature(purpose, body));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return Buffer.from(body, 'base64url').toString('utf8');
  }

  /**
   * @private
   * @param {string} purpose
   * @param {string} body
   */
  signature(purpose, body) {
    return createHmac('sha256', this.key).update(`${purpose}.${body}`).digest('base64url');
  }
}
