import type { ParsedNotification } from '#pagoefectivo';
import { parseNotification, verifyNotification } from '#pagoefectivo';
import type { Clock, NotificationIntake, NotificationRecord } from '#payments';
import { newId } from '#payments';
import { NetworkList, sourceAddress } from '#platform';
import type { AccountSecretsCache, SecretsByAccount } from './account-secrets.cache.js';
import type { EvidenceLimit } from './evidence-limit.js';

export interface ReceivedRequest {
  readonly raw: Buffer;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly peer: string;
  /** Slug of the account that the address names. */
  readonly account: string;
}

/** What PagoEfectivo is answered (pagoefectivo-api.md §13.6). */
export interface ReceiverAnswer {
  readonly status: 200 | 400 | 401 | 403;
  readonly code: '100' | '111';
  readonly message: string;
  /** For metrics: why. */
  readonly verdict: string;
}

interface Signature {
  readonly kind: 'valid' | 'stale' | 'unsigned' | 'malformed_signature' | 'bad_signature' | 'unknown_account';
  readonly accountId: string | null;
  readonly extrasAuthenticated: boolean;
}

const ANSWERS = {
  stored: { status: 200, code: '100', message: 'Solicitud con datos válidos' },
  not_json: { status: 400, code: '111', message: 'The body is not JSON.' },
  wrong_address: { status: 403, code: '111', message: 'The source address is not allowed (WEBHOOK_ALLOWED_SOURCES).' },
  stale: {
    status: 401,
    code: '111',
    message: 'PE-Timestamp is more than 300 seconds away from now: check the clocks.',
  },
  bad_signature: { status: 401, code: '111', message: 'PE-Signature does not match the body under any valid secret.' },
  unsigned: { status: 401, code: '111', message: 'PE-Signature is missing.' },
} as const;

/**
 * Receives notifications: judges signature and source, keeps the bytes as received with every verdict, and answers
 * only after they are committed (requirements R2, R6, R17). Applies nothing.
 */
export class NotificationReceiver {
  private readonly allowed: NetworkList | 'any';
  private readonly trustedProxies: NetworkList;

  constructor(
    private readonly secrets: AccountSecretsCache,
    private readonly intake: NotificationIntake,
    private readonly evidence: EvidenceLimit,
    private readonly clock: Clock,
    ingress: { readonly allowedSources: readonly string[] | 'any'; readonly trustedProxies: readonly string[] },
  ) {
    this.allowed = ingress.allowedSources === 'any' ? 'any' : new NetworkList(ingress.allowedSources);
    this.trustedProxies = new NetworkList(ingress.trustedProxies);
  }

  /** Rejects only when the row could not be stored: the caller answers 503, so that the second attempt comes. */
  async receive(request: ReceivedRequest): Promise<ReceiverAnswer> {
    const now = this.clock.now();
    const signature = this.judgeSignature(request, await this.secrets.of(request.account), now);
    const source = sourceAddress({
      peer: request.peer,
      forwardedFor: request.headers['x-forwarded-for'],
      trustedProxies: this.trustedProxies,
    });
    const sourceAllowed = this.allowed === 'any' || (source !== null && this.allowed.has(source));
    const parsed = parseNotification(request.raw);
    const answer = answerFor(signature, sourceAllowed, parsed.kind === 'not_json');
    const lane = answer.status === 200 ? 'inbox' : signature.accountId === null ? 'quarantine' : 'signed';
    if (lane === 'quarantine' && !this.evidence.admits()) return answer;
    const notification = parsed.kind === 'ok' ? parsed.notification : null;
    await this.intake.store({
      id: newId('ntf', now),
      receivedAt: now,
      lane,
      accountId: signature.accountId,
      pathAccount: request.account,
      raw: request.raw,
      headers: evidenceHeaders(request.headers),
      sourceAddress: source,
      peerAddress: request.peer,
      signatureVerdict: signature.kind,
      sourceVerdict: sourceAllowed ? 'allowed' : 'not_allowed',
      bodyVerdict: parsed.kind,
      extrasAuthenticated: signature.extrasAuthenticated,
      ...extractedNames(notification),
    });
    return answer;
  }

  /** Each account's secrets are tried under that account's own rules; the secret that matches names the account. */
  private judgeSignature(request: ReceivedRequest, secrets: SecretsByAccount | null, now: Date): Signature {
    if (secrets === null) return { kind: 'unknown_account', accountId: null, extrasAuthenticated: false };
    let worst: Signature = { kind: 'unsigned', accountId: null, extrasAuthenticated: false };
    for (const [accountId, ofAccount] of secrets) {
      const verdict = verifyNotification({
        rawBody: request.raw,
        headers: request.headers,
        secrets: ofAccount,
        now,
        requireTimestamp: ofAccount[0]?.requireTimestamp ?? false,
        acceptCanonical: ofAccount[0]?.acceptCanonicalSignature ?? false,
      });
      if (verdict.kind === 'valid') {
        this.secrets.noteUse(verdict.secretId, now);
        return { kind: 'valid', accountId, extrasAuthenticated: verdict.extrasAuthenticated };
      }
      if (verdict.kind === 'stale') worst = { kind: 'stale', accountId, extrasAuthenticated: true };
      else if (worst.kind !== 'stale') worst = { kind: verdict.kind, accountId: null, extrasAuthenticated: false };
    }
    return worst;
  }
}

function answerFor(signature: Signature, sourceAllowed: boolean, notJson: boolean): ReceiverAnswer {
  switch (signature.kind) {
    case 'valid':
      if (!sourceAllowed) return { ...ANSWERS.wrong_address, verdict: 'wrong_address' };
      if (notJson) return { ...ANSWERS.not_json, verdict: 'not_json' };
      return { ...ANSWERS.stored, verdict: 'accepted' };
    case 'stale':
      return { ...ANSWERS.stale, verdict: 'stale' };
    case 'unsigned':
      return { ...ANSWERS.unsigned, verdict: 'unsigned' };
    case 'malformed_signature':
    case 'bad_signature':
    case 'unknown_account':
      return { ...ANSWERS.bad_signature, verdict: signature.kind };
  }
}

function extractedNames(
  notification: ParsedNotification | null,
): Pick<NotificationRecord, 'eventType' | 'cipNumber' | 'operationNumber' | 'transactionCode'> {
  return {
    eventType: storable(notification?.eventType),
    cipNumber: storable(notification?.cip),
    operationNumber: storable(notification?.operationNumber),
    transactionCode: storable(notification?.transactionCode),
  };
}

/** These columns are for finding; the evidence is the raw bytes. Text that Postgres cannot hold is made so it can. */
function storable(text: string | null | undefined): string | null {
  if (text == null) return null;
  const whole = text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '');
  return whole.slice(0, 200);
}

/** All headers but those that carry somebody's credentials. */
function evidenceHeaders(headers: ReceivedRequest['headers']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === 'authorization' || name === 'cookie' || name === 'proxy-authorization')
      continue;
    kept[name] = storable(Array.isArray(value) ? value.join(', ') : value)?.slice(0, 1000) ?? '';
  }
  return kept;
}
