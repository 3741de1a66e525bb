import type { ChasquiConfig, ConfigNeed, Profile } from './config.js';
import type { EnvironmentReader } from './environment.reader.js';
import { quote } from './quote.js';
import { isLoopbackHost } from './url.parser.js';
import type { VariableName } from './variables.js';

type Values = Omit<ChasquiConfig, 'warnings'>;

/** Reports what this app cannot start without. `standalone` has or makes everything itself. */
export function reportMissing(reader: EnvironmentReader, profile: Profile, needs: readonly ConfigNeed[]): void {
  if (profile === 'standalone') return;
  if (profile === 'app' && !needs.includes('noDatabase') && !reader.has('DATABASE_URL')) {
    reader.report('DATABASE_URL', 'is missing; only `npm start` and the command line bring a database of their own');
  }
  if (needs.includes('allowedSources') && !reader.has('WEBHOOK_ALLOWED_SOURCES')) {
    reader.report('WEBHOOK_ALLOWED_SOURCES', 'is missing; name the networks that may send notifications, or say any');
  }
  if (needs.includes('masterKey') && !reader.has('CHASQUI_MASTER_KEY')) {
    reader.report('CHASQUI_MASTER_KEY', 'is missing; secrets in the database are encrypted with it');
  }
}

const ACCOUNT_VARIABLES = [
  'PAGOEFECTIVO_BASE_URL',
  'PAGOEFECTIVO_ID_SERVICE',
  'PAGOEFECTIVO_ACCESS_KEY',
  'PAGOEFECTIVO_SECRET_KEY',
] as const satisfies readonly VariableName[];

/** Reports variables that are each right and cannot stand together. */
export function reportConflicts(reader: EnvironmentReader, values: Values): void {
  const given = ACCOUNT_VARIABLES.filter((name) => reader.has(name));
  if (given.length > 0 || reader.has('PAGOEFECTIVO_SECRET_KEY_PREVIOUS')) {
    const because = given[0] ?? 'PAGOEFECTIVO_SECRET_KEY_PREVIOUS';
    for (const name of ACCOUNT_VARIABLES) {
      if (!reader.has(name)) reader.report(name, `is missing although ${because} is set; an account needs all four`);
    }
  }
  if (reader.has('CHASQUI_MASTER_KEY_PREVIOUS') && !reader.has('CHASQUI_MASTER_KEY')) {
    reader.report('CHASQUI_MASTER_KEY', 'is missing although CHASQUI_MASTER_KEY_PREVIOUS is set');
  }
  for (const [name, other] of [
    ['ALERT_WEBHOOK_URL', 'ALERT_WEBHOOK_SECRET'],
    ['ALERT_WEBHOOK_SECRET', 'ALERT_WEBHOOK_URL'],
  ] as const) {
    if (reader.has(other) && !reader.has(name)) {
      reader.report(name, `is missing although ${other} is set; alerts need both`);
    }
  }
  if (reader.has('ALERT_WEBHOOK_SECRET_PREVIOUS') && !reader.has('ALERT_WEBHOOK_SECRET')) {
    reader.report('ALERT_WEBHOOK_SECRET', 'is missing although ALERT_WEBHOOK_SECRET_PREVIOUS is set');
  }
  if (
    reader.isSound('QUEUE_URL', 'QUEUE_PREFIX') &&
    values.queue.url?.includes(',') === true &&
    !/\{[^{}]+\}/.test(values.queue.prefix)
  ) {
    reader.report('QUEUE_PREFIX', `${quote(values.queue.prefix)} has no {…} in it, which a Redis Cluster needs`);
  }
  if (reader.isSound('EXPIRY_GRACE', 'EXPIRY_MAX_HOLD') && values.expiry.maxHoldMs < values.expiry.graceMs) {
    reader.report('EXPIRY_MAX_HOLD', 'is shorter than EXPIRY_GRACE, so that the last question would never be asked');
  }
  if (values.profile === 'standalone') reportSharedPorts(reader, values.http.ports);
}

/** One process listens on all of these; HEALTH_PORT belongs to workers that run alone. */
function reportSharedPorts(reader: EnvironmentReader, ports: ChasquiConfig['http']['ports']): void {
  const listeners = [
    ['CHECKOUT_API_PORT', ports.checkoutApi],
    ['WEBHOOK_INGEST_PORT', ports.webhookIngest],
    ['OPS_CONSOLE_PORT', ports.opsConsole],
    ['SANDBOX_PORT', ports.sandbox],
    ['DEMO_SHOP_PORT', ports.shop],
  ] as const;
  const taken = new Map<number, VariableName>();
  for (const [name, port] of listeners) {
    const other = taken.get(port);
    if (port === 0 || !reader.isSound(name)) continue;
    if (other === undefined) taken.set(port, name);
    else reader.report(name, `is ${port}, and so is ${other}; every listener needs a port of its own`);
  }
}

/** Sentences about settings that work, and not as somebody who set them is likely to expect. */
export function warnOfOddities(values: Values): string[] {
  const warnings: string[] = [];
  const { gateway, ingress, secrets, checkout } = values;
  if (ingress.allowedSources === 'any') {
    warnings.push('WEBHOOK_ALLOWED_SOURCES is any: a notification needs only a valid signature, not a known address.');
  }
  if (gateway.callerWaitMs > gateway.timeoutMs) {
    warnings.push(
      'GATEWAY_CALLER_WAIT is longer than GATEWAY_TIMEOUT: callers never wait longer than the call may take.',
    );
  }
  if (gateway.secretKey !== null && gateway.secretKey.reveal() === gateway.secretKeyPrevious?.reveal()) {
    warnings.push('PAGOEFECTIVO_SECRET_KEY_PREVIOUS is the same as PAGOEFECTIVO_SECRET_KEY: nothing is being rotated.');
  }
  if (secrets.masterKey !== null && secrets.masterKey.reveal() === secrets.masterKeyPrevious?.reveal()) {
    warnings.push('CHASQUI_MASTER_KEY_PREVIOUS is the same as CHASQUI_MASTER_KEY: nothing is being rotated.');
  }
  const publicUrl = new URL(checkout.publicUrl);
  if (publicUrl.protocol === 'http:' && !isLoopbackHost(publicUrl.hostname)) {
    warnings.push('PUBLIC_URL is not https: shoppers would open the payment page unencrypted.');
  }
  return warnings;
}
