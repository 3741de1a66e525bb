import type { DataSource } from 'typeorm';
import { signNotification, signRequest, verifyNotification, verifyRequestSignature } from '#pagoefectivo';
import { type GatewayAccount, type Payments, sealedTexts } from '#payments';
import { type ChasquiConfig, SecretBox } from '#platform';
import { findMasterKey } from '../session/master-key.js';
import { fail, type Finding, ok, reasonOf, warn } from './finding.js';

const EXPIRY_WARNING_DAYS = 14;
const DAY_MS = 24 * 60 * 60_000;

/** Every secret of the database is opened once; none is shown. */
export async function checkMasterKey(config: ChasquiConfig, dataSource: DataSource): Promise<Finding[]> {
  const current = await findMasterKey(config);
  const stored = await sealedTexts(dataSource);
  if (current === null) {
    return stored.length === 0
      ? [ok('master-key', 'There is no master key, and nothing that needs one yet.')]
      : [fail('master-key', 'There is no master key, and secrets are stored.', 'Set CHASQUI_MASTER_KEY.')];
  }
  const previous = config.secrets.masterKeyPrevious?.reveal() ?? null;
  const box = SecretBox.fromBase64({ current: current.reveal(), previous });
  const locked = stored.flatMap(({ owner, sealed }) => {
    try {
      box.open(sealed);
      return [];
    } catch (error) {
      return [`${owner} ${reasonOf(error)}`];
    }
  });
  if (locked.length > 0) {
    const mend = 'Set the key they were sealed with as CHASQUI_MASTER_KEY_PREVIOUS.';
    return [fail('master-key', `The master key does not open: ${locked.join('; ')}.`, mend)];
  }
  const old = stored.filter(({ sealed }) => !box.isCurrent(sealed)).length;
  return [
    old === 0
      ? ok('master-key', `The master key opens all ${stored.length} stored secrets.`)
      : warn(
          'master-key',
          `${old} of ${stored.length} secrets are sealed with the key before.`,
          'Keep CHASQUI_MASTER_KEY_PREVIOUS set: these secrets still need it.',
        ),
  ];
}

/** A warning while there is time (requirement R16). */
export async function checkExpiringSecrets(payments: Payments): Promise<Finding[]> {
  const expiring = await payments.accounts.expiringSecrets(EXPIRY_WARNING_DAYS * DAY_MS);
  if (expiring.length === 0) {
    return [ok('secret-expiry', `No secret stops verifying within ${EXPIRY_WARNING_DAYS} days.`)];
  }
  return expiring.map(({ accountSlug, validUntil }) =>
    warn(
      'secret-expiry',
      `A secret of account ${accountSlug} verifies notifications only until ${validUntil.toISOString()}.`,
      'Make sure that PagoEfectivo signs with the newer one by then.',
    ),
  );
}

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
