import type { SecretSealer } from '../secret-sealer.port.js';
import type { SealedConnection } from './endpoint-state.js';
import type { WebhookMessage } from './webhook-sender.js';

/** The message to send, its endpoint's secrets opened. Throws when the sealer lacks the key of one. */
export function toWebhookMessage(
  event: Pick<WebhookMessage, 'id' | 'body'>,
  connection: SealedConnection,
  sealer: Pick<SecretSealer, 'open'>,
): WebhookMessage {
  const { sealedClientKey, sealedHeaders } = connection;
  return {
    ...event,
    url: connection.url,
    secrets: connection.sealedSecrets.map((sealed) => sealer.open(sealed)),
    headers: sealedHeaders === null ? {} : toHeaders(JSON.parse(sealer.open(sealedHeaders))),
    tls: {
      certificate: connection.clientCertificate,
      key: sealedClientKey === null ? null : sealer.open(sealedClientKey),
      authority: connection.caCertificate,
    },
    connectTimeoutMs: connection.connectTimeoutMs,
    timeoutMs: connection.timeoutMs,
  };
}

/** Ours, as `WebhookEndpoints` sealed them. */
function toHeaders(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(value ?? {}).map(([name, text]) => [name, String(text)]));
}
