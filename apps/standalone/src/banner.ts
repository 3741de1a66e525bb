import type { Standalone } from './app.js';

/** What `npm start` prints once everything answers. */
export function banner(running: Standalone): string {
  const { urls } = running;
  const lines: [string, string][] = [
    ['Demo shop', `${urls.shop}   place an order here`],
    ['Checkout API', `${urls.checkoutApi}   documentation: ${urls.checkoutApi}/docs`],
    ['Console', `${urls.opsConsole}   ${running.operator.email} / ${running.operator.password}`],
    ['Notifications', `${urls.webhookIngest}/webhooks/pagoefectivo`],
    ...(urls.sandbox === null ? [] : [['Sandbox gateway', urls.sandbox] as [string, string]]),
    ['API key', running.apiKey],
    ['Queues', running.queue === 'redis' ? 'Redis' : 'Postgres'],
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  const body = lines.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`).join('\n');
  return `\nChasqui is running. Ctrl-C stops it.\n\n${body}\n\n`;
}
