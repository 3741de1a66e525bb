/** What is provided under no class of its own. */
export const PAYMENTS = Symbol('PAYMENTS');
export const CLOCK = Symbol('CLOCK');
/** How far back the event feed reaches, as an ISO 8601 duration. */
export const FEED_RETENTION = Symbol('FEED_RETENTION');
