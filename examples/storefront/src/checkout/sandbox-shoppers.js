// @ts-check

/**
 * What the sandbox's shopper does, chosen by how the e-mail begins (docs/sandbox.md of Chasqui). The empty one waits for
 * the Pay button.
 */
export const SANDBOX_SHOPPERS = /** @type {const} */ ([
  '',
  'paid+',
  'paid-twice+',
  'never-notified+',
  'late+',
  'wrong-amount+',
  'reversed+',
  'timeout+',
  'rejected+',
]);

/** @typedef {(typeof SANDBOX_SHOPPERS)[number]} SandboxShopper */

/**
 * @param {string} text of the form
 * @returns {SandboxShopper}
 */
export function sandboxShopper(text) {
  return SANDBOX_SHOPPERS.find((prefix) => prefix === text) ?? '';
}
