import type { Secret } from './secret.js';

/** `standalone`: all apps in one process; `app`: one app alone, on servers; `cli`: the operator's command line. */
export type Profile = 'standalone' | 'app' | 'cli';

/** What an app cannot do without, beyond what every profile demands. `standalone` finds its own and needs none. */
export type ConfigNeed =
  /** WEBHOOK_ALLOWED_SOURCES must be given: the app receives notifications (R6). */
  | 'allowedSources'
  /** CHASQUI_MASTER_KEY must be given: the app opens or seals secrets. */
  | 'masterKey'
  /** DATABASE_URL may be absent even for `app`: the app stores nothing (the sandbox alone). */
  | 'noDatabase';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Everything the environment decides, read once. Durations in milliseconds, networks as CIDR text. Deeply frozen. */
export interface ChasquiConfig {
  readonly profile: Profile;
  readonly http: {
    /** IP address or host name to bind. */
    readonly host: string;
    /** 0 asks the operating system for any free port. */
    readonly ports: {
      readonly checkoutApi: number;
      readonly webhookIngest: number;
      readonly opsConsole: number;
      readonly sandbox: number;
      /** The demo shop of `standalone`. */
      readonly shop: number;
      /** `/livez`, `/readyz` and `/metrics` of the workers, which listen for nothing else. */
      readonly health: number;
    };
  };
  readonly database: {
    /** null: the embedded Postgres under `dataDir`; never null in `app` unless it said `noDatabase`. */
    readonly url: string | null;
    readonly dataDir: string;
    readonly poolSize: number;
  };
  readonly queue: {
    /** One `redis://`, `rediss://` or `postgres://` address, or comma-separated Redis Cluster hosts; null: the database. */
    readonly url: string | null;
    readonly prefix: string;
  };
  /** The first four are given together or not at all. `baseUrl` has no slash at its end. */
  readonly gateway: {
    readonly baseUrl: string | null;
    readonly serviceId: string | null;
    readonly accessKey: Secret | null;
    readonly secretKey: Secret | null;
    readonly secretKeyPrevious: Secret | null;
    readonly budgetPerMinute: number;
    readonly callerWaitMs: number;
    readonly timeoutMs: number;
    readonly searchBatch: number;
    /** Time after creation of each of the first polls, ascending; null: the schedule built into the code. */
    readonly pollScheduleMs: readonly number[] | null;
    readonly egressProxyUrl: string | null;
    readonly egressLocalAddress: string | null;
  };
  readonly ingress: {
    readonly allowedSources: readonly string[] | 'any';
    /** Where PagoEfectivo sends notifications, seen from outside; no slash at its end. */
    readonly publicUrl: string | null;
    readonly trustedProxies: readonly string[];
    readonly maxBodyBytes: number;
  };
  readonly checkout: {
    /** No slash at its end. Names port 0 when CHECKOUT_API_PORT is 0: the app then puts the port it got. */
    readonly publicUrl: string;
    readonly apiKey: Secret | null;
    readonly paymentTtlMs: number;
    /** Before the deadline, longest first; empty for no reminders. */
    readonly expiringSoonMs: readonly number[];
    /** Of an API key without a limit of its own; 0: none. */
    readonly rateLimitPerMinute: number;
  };
  readonly expiry: {
    readonly graceMs: number;
    readonly maxHoldMs: number;
  };
  readonly refunds: {
    /** Up to this much, in the refund's currency, one may approve a refund that one asked for. */
    readonly approvalAboveMinor: bigint;
  };
  readonly delivery: {
    /** Networks that are not public and where an ERP may live all the same. */
    readonly allowedTargets: readonly string[];
  };
  /** Where alerts go, by Standard Webhooks; null: nowhere but the console. */
  readonly alerts: {
    readonly webhook: {
      readonly url: string;
      /** The present one first. */ readonly secrets: readonly Secret[];
    } | null;
  };
  readonly secrets: {
    /** base64 of 32 bytes, as `SecretBox.fromBase64` takes it. */
    readonly masterKey: Secret | null;
    readonly masterKeyPrevious: Secret | null;
  };
  readonly console: {
    readonly operator: { readonly email: string; readonly password: Secret } | null;
  };
  /** A sandbox that runs alone; in `standalone` both follow from the ports. */
  readonly sandbox: {
    readonly notifyUrl: string | null;
    readonly publicUrl: string | null;
  };
  readonly retentionMonths: number;
  /** How far back the event feed reaches at least. */
  readonly feedMonths: number;
  /** Where months that may go are exported to; null when nothing goes by itself. */
  readonly messageArchiveDir: string | null;
  readonly logLevel: LogLevel;
  /** Sentences to log at the start: names that look mistyped, settings that work against each other. */
  readonly warnings: readonly string[];
}
