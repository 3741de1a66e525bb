// @ts-check
/** @import { Answer } from '../types.js' */

/**
 * After a form: the browser goes on with a GET, so that a refresh sends nothing again.
 *
 * @param {string} location
 * @param {readonly string[]} [cookies]
 * @returns {Answer}
 */
export function redirect(location, cookies = []) {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, cookies, body: '' };
}

/**
 * @param {unknown} value
 * @returns {Answer}
 */
export function json(value) {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status: 200, headers, cookies: [], body: JSON.stringify(value) };
}

/**
 * @param {number} status
 * @param {string} [text]
 * @returns {Answer}
 */
export function plain(status, text = '') {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, cookies: [], body: text };
}
