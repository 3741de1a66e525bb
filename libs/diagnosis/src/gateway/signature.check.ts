import { signNotification, signRequest, verifyNotification, verifyRequestSignature } from '#pagoefectivo';
import type { GatewayAccount } from '#payments';
import { fail, type Finding, ok } from '../finding.js';

/** Signs and verifies with the stored secret, both ways: what PagoEfectivo does with it, seen from here. */
export function checkSignatures(account: GatewayAccount, now: Date): Finding[] {
  const body = '{"eventType":"cip.paid","operationNumber":"1","data":{"cip":"1","currency":"PEN","amount":1.00}}';
  const notification = verifyNotification({
    rawBody: Buffer.from(body),
    headers: { ...signNotification(body, account.secretKey, now) },
    secrets: [{ id: 'self-test', value: account.secretKey }],
    now,
  });
  const signed = { secretKey: account.secretKey, method: 'POST', path: '/v1/cips', body };
  const request = verifyRequestSignature({ ...signed, headers: signRequest({ ...signed, timestamp: now }), now });
  return notification.kind === 'valid' && request === 'valid'
    ? [ok('signature', `Signatures with the secret of account ${account.slug} verify, both ways.`)]
    : [
        fail(
          'signature',
          `Signatures with the secret of account ${account.slug} do not verify (${notification.kind}, ${request}).`,
          'Enter the secretKey of the merchant panel anew.',
        ),
      ];
}
