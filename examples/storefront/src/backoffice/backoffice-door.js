// @ts-check
import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../web/refusal.js';
import { plain } from '../web/answer.js';
/** @import { Answer, Visit } from '../types.js' */

/**
 * Orders have names in them: with a password the back office asks for it; without one it opens only for somebody who
 * sits at the machine, and only while the shop listens to nobody else.
 *
 * @param {{ password: string | null, isLocal: boolean }} shop
 * @returns {(visit: Visit) => Answer | null} what to answer instead, or null to come in
 */
export function backOfficeDoor({ password, isLocal }) {
  return ({ headers }) => {
    if (password !== null) {
      if (isSame(passwordOf(headers['authorization']), password)) return null;
      const answer = plain(401, 'Password, please.');
      return {
        ...answer,
        headers: { ...answer.headers, 'www-authenticate': 'Basic realm="Back office", charset="UTF-8"' },
      };
    }
    // A name that an attacker made point to this machine (DNS rebinding) is a local address with a foreign name.
    if (isLocal && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(headers['host'] ?? '')) return null;
    throw new Refusal('backOfficeClosed');
  };
}

/** @param {string | undefined} authorization any user name will do */
function passwordOf(authorization) {
  const [, encoded = ''] = /^Basic (.+)$/i.exec(authorization ?? '') ?? [];
  return Buffer.from(encoded, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '');
}

/**
 * @param {string} given
 * @param {string} wanted
 */
function isSame(given, wanted) {
  // Digests have one length, which timingSafeEqual needs and which tells nothing about the password.
  const digest = (/** @type {string} */ text) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
