// @ts-check

/** @typedef {'forbidden' | 'backOfficeClosed' | 'notFound' | 'methodNotAllowed' | 'tooLarge' | 'broken'} RefusalKind */

/** @type {Readonly<Record<RefusalKind, number>>} */
const STATUSES = {
  forbidden: 403,
  backOfficeClosed: 403,
  notFound: 404,
  methodNotAllowed: 405,
  tooLarge: 413,
  broken: 500,
};

/** A request that gets a page with a sentence instead of what it asked for. */
export class Refusal extends Error {
  /**
   * @param {RefusalKind} kind
   * @param {Readonly<Record<string, string>>} [headers]
   */
  constructor(kind, headers = {}) {
    super(`refused: ${kind}`);
    this.kind = kind;
    this.status = STATUSES[kind];
    this.headers = headers;
  }
}
