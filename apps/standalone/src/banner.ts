import type { ChasquiConfig } from '#platform';
import type { Standalone } from './app.js';

/**
 * What `npm start` prints once everything answers. Secrets that it made are shown; those that the environment chose are known to
 * whoever chose them, and logs are kept.
 */
export function banner(
  running: Pick<Standalone, 'urls' | 'apiKey' | 'operator' | 'queue'>,
  given: Pick<ChasquiConfig, 'checkout' | 'console'>,
): string {
  const { operator, urls } = running;
  const apiKey = given.checkout.apiKey === null ? running.apiKey : 'as CHASQUI_API_KEY says';
  const password = given.console.operator === null ? operator.password : 'as CHASQUI_OPERATOR says';
  const lines: [string, string][] = [
    ['Demo shop', `${urls.shop}   place an order here`],
    ['Checkout API', `${urls.checkoutApi}   documentation: ${urls.checkoutApi}/docs`],
    ['Console', `${urls.opsConsole}   ${operator.email} / ${password}`],
    ['Notifications', `${urls.webhookIngest}/webhooks/pagoefectivo`],
    ...(urls.sandbox === null ? [] : [['Sandbox gateway', urls.sandbox] as [string, string]]),
    ['API key', apiKey],
    ['Queues', running.queue === 'redis' ? 'Redis' : 'Postgres'],
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  const body = lines.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`).join('\n');
  return `\nChasqui is running. Ctrl-C stops it.\n\n${body}\n\n`;
}
