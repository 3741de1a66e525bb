/**
 * Every environment variable of the product, in the order in which a person reads them. `.env.example`, the
 * documentation and the start-up messages are made from this table, so that they cannot disagree with the code.
 */
export interface ConfigVariable {
  readonly name: string;
  readonly section:
    'Where it runs' | 'Database and queue' | 'Gateway' | 'Notifications' | 'Checkout' | 'Secrets' | 'Keeping';
  readonly meaning: string;
  /** The text that counts when the variable is absent; null when absence has a meaning of its own. */
  readonly default: string | null;
  /** What absence means, where there is no default text. */
  readonly whenAbsent?: string;
  /** A valid value, shown beside every complaint about this variable. */
  readonly example: string;
  /** Secret values are never repeated in a message. */
  readonly secret?: true;
}

const KEY_EXAMPLE = '$(openssl rand -base64 32)';

export const variables = [
  {
    name: 'HOST',
    section: 'Where it runs',
    meaning: 'Address to listen on.',
    default: null,
    whenAbsent: '127.0.0.1 in standalone, 0.0.0.0 in a single app',
    example: '0.0.0.0',
  },
  {
    name: 'CHECKOUT_API_PORT',
    section: 'Where it runs',
    meaning: 'Port of the checkout API and the payment page. 0 takes any free one, here and below.',
    default: '3000',
    example: '3000',
  },
  {
    name: 'WEBHOOK_INGEST_PORT',
    section: 'Where it runs',
    meaning: 'Port that receives the notifications of PagoEfectivo.',
    default: '3001',
    example: '3001',
  },
  {
    name: 'OPS_CONSOLE_PORT',
    section: 'Where it runs',
    meaning: 'Port of the operators’ console.',
    default: '3002',
    example: '3002',
  },
  {
    name: 'SANDBOX_PORT',
    section: 'Where it runs',
    meaning: 'Port of the sandbox gateway.',
    default: '3003',
    example: '3003',
  },
  {
    name: 'SANDBOX_NOTIFY_URL',
    section: 'Where it runs',
    meaning: 'Where a sandbox that runs alone sends its notifications.',
    default: null,
    whenAbsent: 'the webhook-ingest of this machine',
    example: 'http://127.0.0.1:3001/webhooks/pagoefectivo',
  },
  {
    name: 'SANDBOX_PUBLIC_URL',
    section: 'Where it runs',
    meaning: 'Where shoppers reach the pages of a sandbox that runs alone.',
    default: null,
    whenAbsent: 'wherever its API was called',
    example: 'http://localhost:3003',
  },
  {
    name: 'DEMO_SHOP_PORT',
    section: 'Where it runs',
    meaning: 'Port of the demo shop in standalone.',
    default: '3004',
    example: '3004',
  },
  {
    name: 'HEALTH_PORT',
    section: 'Where it runs',
    meaning: 'Port of /livez, /readyz and /metrics of a worker app.',
    default: '0',
    example: '9100',
  },
  {
    name: 'PUBLIC_URL',
    section: 'Where it runs',
    meaning: 'Where shoppers reach the payment page.',
    default: null,
    whenAbsent: 'http://localhost:<CHECKOUT_API_PORT>',
    example: 'https://pay.example.pe',
  },
  {
    name: 'LOG_LEVEL',
    section: 'Where it runs',
    meaning: 'debug, info, warn or error.',
    default: 'info',
    example: 'info',
  },
  {
    name: 'DATABASE_URL',
    section: 'Database and queue',
    meaning: 'Postgres. A single app needs it; standalone and the command line can do without.',
    default: null,
    whenAbsent: 'an embedded Postgres under CHASQUI_DATA_DIR',
    example: 'postgres://chasqui:password@db.internal:5432/chasqui',
    secret: true,
  },
  {
    name: 'DATABASE_POOL_SIZE',
    section: 'Database and queue',
    meaning: 'Connections that one app keeps to the database.',
    default: '10',
    example: '10',
  },
  {
    name: 'CHASQUI_DATA_DIR',
    section: 'Database and queue',
    meaning: 'Folder of the embedded Postgres and of generated keys.',
    default: '.chasqui',
    example: '/var/lib/chasqui',
  },
  {
    name: 'QUEUE_URL',
    section: 'Database and queue',
    meaning: 'Where the queues live: redis://, rediss:// (Cluster: comma-separated hosts) or postgres://.',
    default: null,
    whenAbsent: 'the database',
    example: 'redis://cache.internal:6379',
    secret: true,
  },
  {
    name: 'QUEUE_PREFIX',
    section: 'Database and queue',
    meaning: 'Start of every key in Redis. The braces keep a Cluster from spreading one queue over several nodes.',
    default: '{chasqui}',
    example: '{chasqui}',
  },
  {
    name: 'PAGOEFECTIVO_BASE_URL',
    section: 'Gateway',
    meaning:
      'Address of the gateway. This and the next three seed the default account when it does not exist; they never change one.',
    default: null,
    whenAbsent: 'the sandbox in standalone; elsewhere the account that the database has',
    example: 'https://services.pagoefectivo.pe',
  },
  {
    name: 'PAGOEFECTIVO_ID_SERVICE',
    section: 'Gateway',
    meaning: 'idService, as PagoEfectivo issued it.',
    default: null,
    whenAbsent: 'see PAGOEFECTIVO_BASE_URL',
    example: '1034',
  },
  {
    name: 'PAGOEFECTIVO_ACCESS_KEY',
    section: 'Gateway',
    meaning: 'accessKey, as PagoEfectivo issued it.',
    default: null,
    whenAbsent: 'see PAGOEFECTIVO_BASE_URL',
    example: '<accessKey from the merchant panel>',
    secret: true,
  },
  {
    name: 'PAGOEFECTIVO_SECRET_KEY',
    section: 'Gateway',
    meaning: 'secretKey, as PagoEfectivo issued it: signs requests and verifies notifications.',
    default: null,
    whenAbsent: 'see PAGOEFECTIVO_BASE_URL',
    example: '<secretKey from the merchant panel>',
    secret: true,
  },
  {
    name: 'PAGOEFECTIVO_SECRET_KEY_PREVIOUS',
    section: 'Gateway',
    meaning: 'The secretKey before a rotation: still accepted on notifications for 30 days.',
    default: null,
    whenAbsent: 'none',
    example: '<the secretKey used until now>',
    secret: true,
  },
  {
    name: 'GATEWAY_BUDGET_PER_MINUTE',
    section: 'Gateway',
    meaning: 'Calls per minute and account that all processes share; polling uses what checkout leaves.',
    default: '120',
    example: '120',
  },
  {
    name: 'GATEWAY_CALLER_WAIT',
    section: 'Gateway',
    meaning: 'How long a caller of the checkout API waits for the gateway.',
    default: 'PT10S',
    example: 'PT10S',
  },
  {
    name: 'GATEWAY_TIMEOUT',
    section: 'Gateway',
    meaning: 'How long a call to the gateway may take; an answer after the caller left still counts.',
    default: 'PT100S',
    example: 'PT100S',
  },
  {
    name: 'GATEWAY_SEARCH_BATCH',
    section: 'Gateway',
    meaning: 'CIPs asked for in one search, 1 to 500.',
    default: '50',
    example: '50',
  },
  {
    name: 'POLL_SCHEDULE',
    section: 'Gateway',
    meaning: 'Times after creation of the first status polls, ascending, comma-separated.',
    default: null,
    whenAbsent: 'the schedule in the code',
    example: 'PT2M,PT5M,PT15M',
  },
  {
    name: 'EGRESS_PROXY_URL',
    section: 'Gateway',
    meaning: 'HTTP proxy for calls to the gateway, so that they leave from one known address.',
    default: null,
    whenAbsent: 'direct',
    example: 'http://proxy.internal:3128',
    secret: true,
  },
  {
    name: 'EGRESS_LOCAL_ADDRESS',
    section: 'Gateway',
    meaning: 'Address of this machine from which calls to the gateway leave.',
    default: null,
    whenAbsent: 'the operating system chooses',
    example: '203.0.113.7',
  },
  {
    name: 'WEBHOOK_ALLOWED_SOURCES',
    section: 'Notifications',
    meaning: 'Networks that may send notifications, comma-separated, or the word any.',
    default: null,
    whenAbsent: 'loopback in standalone; webhook-ingest alone does not start without it',
    example: '200.62.0.0/16,203.0.113.7',
  },
  {
    name: 'WEBHOOK_PUBLIC_URL',
    section: 'Notifications',
    meaning: 'Address for notifications that PagoEfectivo was given. Only `doctor` and `go-live` ask it.',
    default: null,
    whenAbsent: 'nobody tries whether it can be reached',
    example: 'https://pagos.example.pe/webhooks/pagoefectivo',
  },
  {
    name: 'TRUSTED_PROXIES',
    section: 'Notifications',
    meaning:
      'Networks of proxies whose X-Forwarded-For is believed, comma-separated. Counts for notifications and for limits per address.',
    default: null,
    whenAbsent: 'none: the address of the socket counts',
    example: '10.0.0.0/8',
  },
  {
    name: 'WEBHOOK_MAX_BODY_BYTES',
    section: 'Notifications',
    meaning: 'Largest notification that is read, 1024 to 10485760 bytes.',
    default: '65536',
    example: '65536',
  },
  {
    name: 'WEBHOOK_ALLOWED_TARGETS',
    section: 'Notifications',
    meaning: 'Networks that are not public and to which events may be delivered all the same, comma-separated.',
    default: null,
    whenAbsent: 'loopback in standalone, none elsewhere',
    example: '10.20.0.0/16',
  },
  {
    name: 'ALERT_WEBHOOK_URL',
    section: 'Notifications',
    meaning:
      'Where a program of yours receives alerts (docs/alerts.md). A private address must be in WEBHOOK_ALLOWED_TARGETS.',
    default: null,
    whenAbsent: 'alerts stand in the console and in `chasqui alert list` only',
    example: 'https://alerts.example.com/chasqui',
    secret: true,
  },
  {
    name: 'ALERT_WEBHOOK_SECRET',
    section: 'Notifications',
    meaning: 'Signs alerts, by Standard Webhooks: whsec_ and 24 to 64 bytes in base64.',
    default: null,
    whenAbsent: 'only without ALERT_WEBHOOK_URL',
    example: 'whsec_$(openssl rand -base64 32)',
    secret: true,
  },
  {
    name: 'ALERT_WEBHOOK_SECRET_PREVIOUS',
    section: 'Notifications',
    meaning:
      'The ALERT_WEBHOOK_SECRET before: alerts carry the signatures of both, until the receiver knows the new one.',
    default: null,
    whenAbsent: 'none',
    example: 'whsec_<the one before>',
    secret: true,
  },
  {
    name: 'PAYMENT_TTL',
    section: 'Checkout',
    meaning: 'How long a shopper may pay, unless the order says otherwise. ISO 8601 duration, as below.',
    default: 'PT24H',
    example: 'PT24H',
  },
  {
    name: 'EXPIRING_SOON',
    section: 'Checkout',
    meaning:
      'Times before the deadline at which shops hear `order.expiring_soon`, at most 5, comma-separated; `none` for none. A shop may have its own.',
    default: 'PT2H',
    example: 'PT12H,PT2H',
  },
  {
    name: 'EXPIRY_GRACE',
    section: 'Checkout',
    meaning: 'How long a closed voucher waits before the gateway is asked a last time.',
    default: 'PT10M',
    example: 'PT10M',
  },
  {
    name: 'EXPIRY_MAX_HOLD',
    section: 'Checkout',
    meaning: 'How long stock stays held when the gateway does not answer that last question.',
    default: 'PT72H',
    example: 'PT72H',
  },
  {
    name: 'REFUND_APPROVAL_ABOVE',
    section: 'Checkout',
    meaning:
      'Refunds above this amount, in their own currency, need another operator to approve them; up to it one approves what one asked for. 0.00 always demands four eyes. A shop may have its own.',
    default: '200.00',
    example: '200.00',
  },
  {
    name: 'RATE_LIMIT_PER_MINUTE',
    section: 'Checkout',
    meaning: 'Requests to the checkout API per minute and API key, unless the key has a limit of its own. 0 sets none.',
    default: '600',
    example: '600',
  },
  {
    name: 'CHASQUI_API_KEY',
    section: 'Secrets',
    meaning: 'API key of the default shop: 16 to 200 visible characters.',
    default: null,
    whenAbsent: 'standalone generates one and prints it once',
    example: '<at least 16 random characters>',
    secret: true,
  },
  {
    name: 'CHASQUI_MASTER_KEY',
    section: 'Secrets',
    meaning: 'Encrypts secrets at rest: 32 random bytes in base64.',
    default: null,
    whenAbsent: 'standalone generates one into CHASQUI_DATA_DIR; apps that store secrets do not start without it',
    example: KEY_EXAMPLE,
    secret: true,
  },
  {
    name: 'CHASQUI_MASTER_KEY_PREVIOUS',
    section: 'Secrets',
    meaning: 'The master key before a rotation: opens what was sealed with it.',
    default: null,
    whenAbsent: 'none',
    example: KEY_EXAMPLE,
    secret: true,
  },
  {
    name: 'CHASQUI_OPERATOR',
    section: 'Secrets',
    meaning: 'First operator of the console, email:password with at least 8 characters of password.',
    default: null,
    whenAbsent: 'standalone generates one and prints it once',
    example: 'ops@example.pe:<a long password>',
    secret: true,
  },
  {
    name: 'RETENTION_MONTHS',
    section: 'Keeping',
    meaning: 'Months for which raw messages are kept at least; 6 or more.',
    default: '13',
    example: '13',
  },
  {
    name: 'MESSAGE_ARCHIVE_DIR',
    section: 'Keeping',
    meaning: 'Folder into which months older than RETENTION_MONTHS are exported before they leave the database.',
    default: null,
    whenAbsent: 'nothing leaves by itself: `messages export` and `messages drop` do it by hand',
    example: '/var/lib/chasqui/messages',
  },
  {
    name: 'EVENT_FEED_MONTHS',
    section: 'Keeping',
    meaning: 'Months that GET /v1/events reaches back at least; an older cursor is refused with cursor_expired.',
    default: '13',
    example: '13',
  },
] as const satisfies readonly ConfigVariable[];

type Row = (typeof variables)[number];
export type VariableName = Row['name'];
/** Variables whose absence is the same as their default text. */
export type DefaultedVariableName = Extract<Row, { default: string }>['name'];
export type OptionalVariableName = Exclude<VariableName, DefaultedVariableName>;

const byName: ReadonlyMap<string, ConfigVariable> = new Map(variables.map((variable) => [variable.name, variable]));

/** The row of a variable, or undefined for a name that is none of ours. */
export function findVariable(name: string): ConfigVariable | undefined {
  return byName.get(name);
}
