/**
 * Every queue and what its jobs carry: ids and a version, never secrets or personal data. A job says
 * "look now"; the rows say what is due. A payload without ids means "look at whatever is due".
 */
export interface JobContracts {
  /** Inbox rows of one flush, to be claimed by exactly these ids. */
  notifications: { v: 1; ids: string[] };
  /** Gateway commands whose outcome is unknown or whose sender died. */
  'gateway-commands': { v: 1; id?: string };
  /** CIPs that are due for a question to the gateway. */
  'gateway-polls': { v: 1; cipIds?: string[] };
  /** Notifications that no job announced, and those waiting for a retry. */
  'inbox-drain': { v: 1 };
  /** Cases that wait for the policy of their shop, or whose CIP may be known by now. */
  cases: { v: 1 };
  /** Partitions ahead, old idempotency keys, cap of the quarantine. */
  maintenance: { v: 1 };
  /** Payments past their deadline. */
  expiry: { v: 1; paymentId?: string };
  /** Number committed events and fan them out. */
  'event-relay': { v: 1 };
  /** Send the deliveries that are due. */
  deliveries: { v: 1 };
  /** Look whether something is wrong that a person should know of. */
  watch: { v: 1 };
  /** Send the messages about alerts that are due. */
  alerts: { v: 1 };
}

export type QueueName = keyof JobContracts;

/** Everything that may open a queue: an app by its folder name. */
export type AppName =
  | 'checkout-api'
  | 'webhook-ingest'
  | 'reconciliation-worker'
  | 'expiry-worker'
  | 'fulfillment-worker'
  | 'ops-console'
  | 'sandbox'
  | 'standalone'
  | 'cli';
