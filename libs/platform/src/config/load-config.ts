import type { ChasquiConfig, ConfigNeed, LogLevel, Profile } from './config.js';
import { ConfigError } from './config-error.js';
import { reportConflicts, reportMissing, warnOfOddities } from './config.rules.js';
import {
  parseApiKey,
  parseIssuedKey,
  parseMasterKey,
  parseOperator,
  parseServiceId,
  parseWebhookSecret,
} from './credential.parser.js';
import { type Environment, EnvironmentReader } from './environment.reader.js';
import { warnOfUnknownNames } from './nearest-name.js';
import {
  LOOPBACK_NETWORKS,
  parseBindHost,
  parseIpAddress,
  parseNetworks,
  parseNetworksOrAny,
} from './network.parser.js';
import {
  durationBetween,
  integerBetween,
  parseMinorUnits,
  parsePollSchedule,
  parsePort,
  parseReminders,
} from './number.parser.js';
import { quote } from './quote.js';
import {
  parseGatewayUrl,
  parsePostgresUrl,
  parseProxyUrl,
  parsePublicUrl,
  parseQueueUrl,
  parseReceiverUrl,
} from './url.parser.js';

/**
 * Reads and checks the whole environment once. `needs` is what this app cannot start without (see ConfigNeed);
 * `standalone` brings its own and ignores it.
 * Throws ConfigError with one line for every variable that is wrong or missing. What is merely odd is in `warnings`.
 */
export function loadConfig(env: Environment, profile: Profile, needs: readonly ConfigNeed[] = []): ChasquiConfig {
  const reader = new EnvironmentReader(env);
  const http = readHttp(reader, profile);
  const values = {
    profile,
    http,
    database: {
      url: reader.optional('DATABASE_URL', parsePostgresUrl),
      dataDir: reader.defaulted('CHASQUI_DATA_DIR', parseFolder),
      poolSize: reader.defaulted('DATABASE_POOL_SIZE', integerBetween({ min: 2, max: 500 })),
    },
    queue: {
      url: reader.optional('QUEUE_URL', parseQueueUrl),
      prefix: reader.defaulted('QUEUE_PREFIX', parseQueuePrefix),
    },
    gateway: readGateway(reader),
    ingress: {
      allowedSources: reader.optional('WEBHOOK_ALLOWED_SOURCES', parseNetworksOrAny) ?? loopbackIn(profile),
      publicUrl: reader.optional('WEBHOOK_PUBLIC_URL', parsePublicUrl),
      trustedProxies: reader.optional('TRUSTED_PROXIES', parseNetworks) ?? [],
      maxBodyBytes: reader.defaulted('WEBHOOK_MAX_BODY_BYTES', integerBetween({ min: 1024, max: 10_485_760 })),
    },
    checkout: {
      publicUrl: reader.optional('PUBLIC_URL', parsePublicUrl) ?? `http://localhost:${http.ports.checkoutApi}`,
      apiKey: reader.optional('CHASQUI_API_KEY', parseApiKey),
      paymentTtlMs: reader.defaulted('PAYMENT_TTL', durationBetween({ min: 'PT1S', max: 'P90D' })),
      expiringSoonMs: reader.defaulted('EXPIRING_SOON', parseReminders),
      rateLimitPerMinute: reader.defaulted('RATE_LIMIT_PER_MINUTE', integerBetween({ min: 0, max: 1_000_000 })),
    },
    expiry: {
      graceMs: reader.defaulted('EXPIRY_GRACE', durationBetween({ min: 'PT0S', max: 'P7D' })),
      maxHoldMs: reader.defaulted('EXPIRY_MAX_HOLD', durationBetween({ min: 'PT0S', max: 'P30D' })),
    },
    refunds: { approvalAboveMinor: reader.defaulted('REFUND_APPROVAL_ABOVE', parseMinorUnits) },
    delivery: { allowedTargets: reader.optional('WEBHOOK_ALLOWED_TARGETS', parseNetworks) ?? loopbackIn(profile) },
    alerts: { webhook: readAlertWebhook(reader) },
    secrets: {
      masterKey: reader.optional('CHASQUI_MASTER_KEY', parseMasterKey),
      masterKeyPrevious: reader.optional('CHASQUI_MASTER_KEY_PREVIOUS', parseMasterKey),
    },
    console: { operator: reader.optional('CHASQUI_OPERATOR', parseOperator) },
    sandbox: {
      notifyUrl: reader.optional('SANDBOX_NOTIFY_URL', parsePublicUrl),
      publicUrl: reader.optional('SANDBOX_PUBLIC_URL', parsePublicUrl),
    },
    retentionMonths: reader.defaulted(
      'RETENTION_MONTHS',
      integerBetween({ min: 6, max: 1200, because: 'raw messages are kept for at least 6 months' }),
    ),
    feedMonths: reader.defaulted('EVENT_FEED_MONTHS', integerBetween({ min: 1, max: 1200 })),
    messageArchiveDir: reader.optional('MESSAGE_ARCHIVE_DIR', parseFolder),
    logLevel: reader.defaulted('LOG_LEVEL', parseLogLevel),
  };
  reportMissing(reader, profile, needs);
  reportConflicts(reader, values);
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return deepFreeze({ ...values, warnings: [...warnOfUnknownNames(env), ...warnOfOddities(values)] });
}

function readHttp(reader: EnvironmentReader, profile: Profile): ChasquiConfig['http'] {
  return {
    host: reader.optional('HOST', parseBindHost) ?? (profile === 'app' ? '0.0.0.0' : '127.0.0.1'),
    ports: {
      checkoutApi: reader.defaulted('CHECKOUT_API_PORT', parsePort),
      webhookIngest: reader.defaulted('WEBHOOK_INGEST_PORT', parsePort),
      opsConsole: reader.defaulted('OPS_CONSOLE_PORT', parsePort),
      sandbox: reader.defaulted('SANDBOX_PORT', parsePort),
      shop: reader.defaulted('DEMO_SHOP_PORT', parsePort),
      health: reader.defaulted('HEALTH_PORT', parsePort),
    },
  };
}

function readGateway(reader: EnvironmentReader): ChasquiConfig['gateway'] {
  return {
    baseUrl: reader.optional('PAGOEFECTIVO_BASE_URL', parseGatewayUrl),
    serviceId: reader.optional('PAGOEFECTIVO_ID_SERVICE', parseServiceId),
    accessKey: reader.optional('PAGOEFECTIVO_ACCESS_KEY', parseIssuedKey),
    secretKey: reader.optional('PAGOEFECTIVO_SECRET_KEY', parseIssuedKey),
    secretKeyPrevious: reader.optional('PAGOEFECTIVO_SECRET_KEY_PREVIOUS', parseIssuedKey),
    budgetPerMinute: reader.defaulted('GATEWAY_BUDGET_PER_MINUTE', integerBetween({ min: 1, max: 100_000 })),
    callerWaitMs: reader.defaulted('GATEWAY_CALLER_WAIT', durationBetween({ min: 'PT0.1S', max: 'PT2M' })),
    timeoutMs: reader.defaulted('GATEWAY_TIMEOUT', durationBetween({ min: 'PT0.1S', max: 'PT10M' })),
    searchBatch: reader.defaulted('GATEWAY_SEARCH_BATCH', integerBetween({ min: 1, max: 500 })),
    pollScheduleMs: reader.optional('POLL_SCHEDULE', parsePollSchedule),
    egressProxyUrl: reader.optional('EGRESS_PROXY_URL', parseProxyUrl),
    egressLocalAddress: reader.optional('EGRESS_LOCAL_ADDRESS', parseIpAddress),
  };
}

function readAlertWebhook(reader: EnvironmentReader): ChasquiConfig['alerts']['webhook'] {
  const url = reader.optional('ALERT_WEBHOOK_URL', parseReceiverUrl);
  const secret = reader.optional('ALERT_WEBHOOK_SECRET', parseWebhookSecret);
  const previous = reader.optional('ALERT_WEBHOOK_SECRET_PREVIOUS', parseWebhookSecret);
  return url === null || secret === null ? null : { url, secrets: previous === null ? [secret] : [secret, previous] };
}

function loopbackIn(profile: Profile): string[] {
  return profile === 'standalone' ? [...LOOPBACK_NETWORKS] : [];
}

function parseFolder(text: string): string {
  if (text.startsWith('~')) throw new RangeError(`${quote(text)} begins with ~, which only a shell replaces`);
  return text;
}

function parseQueuePrefix(text: string): string {
  if (!/^[\w{}.:-]{1,64}$/.test(text)) {
    throw new RangeError(`${quote(text)} may have up to 64 letters, digits and _ { } . : - in it, nothing else`);
  }
  return text;
}

const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

function parseLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((candidate) => candidate === text);
  if (level === undefined) throw new RangeError(`${quote(text)} is none of ${LOG_LEVELS.join(', ')}`);
  return level;
}

function deepFreeze<T extends object>(value: T): T {
  for (const nested of Object.values(value)) {
    if (typeof nested === 'object' && nested !== null) deepFreeze(nested);
  }
  return Object.freeze(value);
}
