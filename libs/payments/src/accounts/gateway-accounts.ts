import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { Currency } from '../domain/index.js';
import { newId } from '../identifiers.js';
import { canonicalJson } from '../json.js';
import type { SecretSealer } from '../secret-sealer.port.js';
import {
  checkBaseUrl,
  checkBounds,
  checkChannels,
  checkIssuedKey,
  checkOverlap,
  checkServiceId,
  checkSlug,
  normalBaseUrl,
  storedChannel,
} from './account-fields.js';
import type { AccountSummary } from './account-summary.js';
import { accountIdOf, readSummaries, readSummary } from './account-summary.js';
import type { AdminOutcome, AdminRefusal, ListQuery } from './admin-outcome.js';
import { conflict, done, notFound, refusalOf } from './admin-outcome.js';
import { AuditLog } from './audit-log.js';
import { lockAccounts, mixtureWith } from './environment-mixture.js';
import { gatewayEnvironment } from './gateway-environment.js';
import type { PollScheduleChange } from './poll-settings.js';
import { changedPollSchedule, checkBudget, checkPollSchedule } from './poll-settings.js';
import type { ChannelSetting } from './shop-offer.js';
import {
  announceSecret,
  promoteSecret,
  replaceSigningSecret,
  secretVersions,
  shortenOverlap,
} from './signing-secret.js';

/** The gateway knew its secret before we did, and clocks of several processes differ. */
const SINCE_EVER = new Date(0);
export const DEFAULT_OVERLAP_MS = 30 * 24 * 60 * 60_000;

export interface NewAccount {
  readonly merchantId: string;
  readonly slug: string;
  readonly baseUrl: string;
  /** Says that the address is Chasqui's own sandbox, wherever it runs. */
  readonly sandbox?: boolean;
  readonly serviceId: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly currency: Currency;
  readonly actor: string;
}

export interface AccountChange {
  readonly minAmountMinor?: bigint | null;
  readonly maxAmountMinor?: bigint | null;
  /** By channel id; others stay. Null takes a setting back, so that the product's own list counts. */
  readonly channels?: Readonly<Record<string, ChannelSetting | null>>;
  readonly requireTimestamp?: boolean;
  readonly acceptCanonicalSignature?: boolean;
  readonly refundsApi?: boolean;
  /** Null for the product's own number. */
  readonly budgetPerMinute?: number | null;
  /** Members given change; null for the product's whole schedule. */
  readonly pollSchedule?: PollScheduleChange | null;
  /** When PagoEfectivo stops taking the secret that signs; null where nobody knows. It only warns. */
  readonly secretEndsAt?: Date | null;
}

/**
 * PagoEfectivo services of merchants (requirement R24), named by id or slug. Every change is in the audit log, in its own
 * transaction; secrets are sealed and never come back.
 */
export class GatewayAccounts {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly sealer: SecretSealer,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  /** The environment follows from the address, and with it whether the money is live. */
  async create(wanted: NewAccount): Promise<AdminOutcome<AccountSummary>> {
    const { merchantId, slug, serviceId, accessKey, secretKey, currency, actor, sandbox = false } = wanted;
    const refusal = refusalOf([
      ...checkSlug(slug),
      ...checkBaseUrl(wanted.baseUrl, sandbox),
      ...checkServiceId(serviceId),
      ...checkIssuedKey('accessKey', accessKey),
      ...checkIssuedKey('secretKey', secretKey),
    ]);
    if (refusal) return refusal;
    const baseUrl = normalBaseUrl(wanted.baseUrl);
    const environment = gatewayEnvironment({ baseUrl, sandbox });
    const livemode = environment === 'production';
    const now = this.clock.now();
    const id = newId('acc', now);
    return this.dataSource.transaction(async (manager) => {
      await lockAccounts(manager);
      const known = await manager.query<unknown[]>('select 1 from merchant where id = $1 for share', [merchantId]);
      if (known.length === 0) return notFound('merchant', merchantId);
      const mixture = await mixtureWith(manager, environment);
      if (mixture !== null) return conflict('mixed_environments', mixture);
      const taken =
        (await takenBy(manager, { slug, baseUrl, serviceId })) ??
        (await this.secretTaken(manager, { merchantId, accountId: id, secretKey }));
      if (taken) return taken;
      await manager.query(
        `insert into gateway_account (id, merchant_id, slug, environment, livemode, base_url, service_id,
           access_key_ciphertext, currency, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [id, merchantId, slug, environment, livemode, baseUrl, serviceId, this.sealer.seal(accessKey), currency, now],
      );
      await manager.query(
        `insert into gateway_secret (id, account_id, ciphertext, signs_requests, valid_from) values ($1, $2, $3, true, $4)`,
        [newId('gsec', now), id, this.sealer.seal(secretKey), SINCE_EVER],
      );
      const data = { merchantId, slug, environment, baseUrl, serviceId, currency };
      await this.audit.record({ actor, action: 'account.created', subject: id, data }, manager);
      return done(await readSummary(manager, id));
    });
  }

  /** Changes the fields given. */
  async update(wanted: {
    account: string;
    change: AccountChange;
    actor: string;
  }): Promise<AdminOutcome<AccountSummary>> {
    const { change, actor } = wanted;
    const { minAmountMinor, maxAmountMinor, channels, requireTimestamp, acceptCanonicalSignature, refundsApi } = change;
    const refusal = refusalOf([...checkChannels(channels ?? {}), ...checkBudget(change.budgetPerMinute ?? null)]);
    if (refusal) return refusal;
    return this.change(wanted.account, async (manager, before) => {
      const bounds = {
        minAmountMinor: minAmountMinor === undefined ? before.minAmountMinor : minAmountMinor,
        maxAmountMinor: maxAmountMinor === undefined ? before.maxAmountMinor : maxAmountMinor,
      };
      const polling = {
        budgetPerMinute: change.budgetPerMinute === undefined ? before.budgetPerMinute : change.budgetPerMinute,
        pollSchedule: pollScheduleAfter(before, change.pollSchedule),
      };
      const wrong = refusalOf([...checkBounds(bounds), ...checkPollSchedule(polling.pollSchedule ?? {})]);
      if (wrong) return wrong;
      const entries = Object.entries(channels ?? {});
      const set = entries.flatMap(([id, setting]) => (setting === null ? [] : [[id, storedChannel(setting)]]));
      await manager.query(
        `update gateway_account set min_amount_minor = $2, max_amount_minor = $3, channels = (channels - $4::text[]) || $5::jsonb,
           require_timestamp = coalesce($6, require_timestamp),
           accept_canonical_signature = coalesce($7, accept_canonical_signature), budget_per_minute = $8, poll_schedule = $9::jsonb,
           refunds_api = coalesce($10, refunds_api)
         where id = $1`,
        [
          before.id,
          bounds.minAmountMinor,
          bounds.maxAmountMinor,
          entries.map(([id]) => id),
          canonicalJson(Object.fromEntries(set)),
          requireTimestamp ?? null,
          acceptCanonicalSignature ?? null,
          polling.budgetPerMinute,
          polling.pollSchedule && canonicalJson(polling.pollSchedule),
          refundsApi ?? null,
        ],
      );
      if (change.secretEndsAt !== undefined) {
        await manager.query('update gateway_secret set ends_at = $2 where account_id = $1 and signs_requests', [
          before.id,
          change.secretEndsAt,
        ]);
      }
      await this.audit.record({ actor, action: 'account.changed', subject: before.id, data: { ...change } }, manager);
      return null;
    });
  }

  /** Disabled, it takes no new payments; what it has goes on. Doing so again changes nothing. */
  async setDisabled(wanted: {
    account: string;
    disabled: boolean;
    actor: string;
  }): Promise<AdminOutcome<AccountSummary>> {
    const { disabled, actor } = wanted;
    return this.change(wanted.account, async (manager, before) => {
      if ((before.disabledAt !== null) === disabled) return null;
      const at = disabled ? this.clock.now() : null;
      await manager.query('update gateway_account set disabled_at = $2 where id = $1', [before.id, at]);
      const action = disabled ? 'account.disabled' : 'account.enabled';
      await this.audit.record({ actor, action, subject: before.id }, manager);
      return null;
    });
  }

  /**
   * Signs with a new secret from now on; the one before still verifies notifications for `overlapMs` (requirement R16).
   * `verifyOnly` announces it: it verifies from now on, and signs once it is given again without that. The secret that
   * signs already shortens the overlap, the one before takes a rotation back. A new access key takes the place of the
   * old one at once.
   */
  async rotateSecret(wanted: {
    account: string;
    secretKey: string;
    accessKey?: string | null;
    overlapMs: number;
    verifyOnly?: boolean;
    actor: string;
  }): Promise<AdminOutcome<AccountSummary>> {
    const { secretKey, accessKey = null, overlapMs, verifyOnly = false, actor } = wanted;
    const refusal = refusalOf([
      ...checkIssuedKey('secretKey', secretKey),
      ...checkOverlap(overlapMs),
      ...(accessKey === null ? [] : checkIssuedKey('accessKey', accessKey)),
    ]);
    if (refusal) return refusal;
    return this.change(wanted.account, async (manager, { id: accountId, merchantId }) => {
      await lockAccounts(manager);
      const taken = await this.secretTaken(manager, { merchantId, accountId, secretKey });
      if (taken) return taken;
      const now = this.clock.now();
      const step = await this.enterSecret(manager, { accountId, secretKey, overlapMs, verifyOnly, now });
      if (accessKey !== null) {
        await manager.query(
          'update gateway_account set access_key_ciphertext = $2, access_key_changed_at = $3 where id = $1',
          [accountId, this.sealer.seal(accessKey), now],
        );
      }
      const data = { step, overlapS: Math.round(overlapMs / 1000), accessKeyToo: accessKey !== null };
      await this.audit.record({ actor, action: 'account.secret_rotated', subject: accountId, data }, manager);
      return null;
    });
  }

  /** Answers what it came to, for the audit log. */
  private async enterSecret(
    manager: EntityManager,
    wanted: { accountId: string; secretKey: string; overlapMs: number; verifyOnly: boolean; now: Date },
  ): Promise<'rotated' | 'announced' | 'known' | 'overlap_shortened'> {
    const versions = await secretVersions(manager, this.sealer, wanted);
    const known = versions.find(({ value }) => value === wanted.secretKey);
    if (wanted.verifyOnly) {
      if (known) return 'known';
      await announceSecret(manager, { ...wanted, sealedSecretKey: this.sealer.seal(wanted.secretKey) });
      return 'announced';
    }
    if (known?.signs) {
      await shortenOverlap(manager, wanted);
      return 'overlap_shortened';
    }
    if (known) await promoteSecret(manager, { ...wanted, secretId: known.id });
    else await replaceSigningSecret(manager, { ...wanted, sealedSecretKey: this.sealer.seal(wanted.secretKey) });
    return 'rotated';
  }

  /** By id or slug. */
  async get(account: string): Promise<AccountSummary | null> {
    const { manager } = this.dataSource;
    const id = await accountIdOf(manager, account);
    return id === null ? null : readSummary(manager, id);
  }

  /** Latest first. */
  async list(query: ListQuery & { merchantId?: string | null }): Promise<AccountSummary[]> {
    return readSummaries(this.dataSource.manager, {
      id: null,
      before: query.before ?? null,
      merchantId: query.merchantId ?? null,
      limit: query.limit,
    });
  }

  /** Two accounts of one merchant with one secret: a notification could name either, and move the wrong one's CIPs. */
  private async secretTaken(
    manager: EntityManager,
    wanted: { merchantId: string; accountId: string; secretKey: string },
  ): Promise<AdminRefusal | null> {
    const rows = await manager.query<{ slug: string; ciphertext: string }[]>(
      `select a.slug, s.ciphertext from gateway_secret s join gateway_account a on a.id = s.account_id
       where a.merchant_id = $1 and a.id <> $2 and (s.valid_until is null or s.valid_until > $3)`,
      [wanted.merchantId, wanted.accountId, this.clock.now()],
    );
    const other = rows.find(({ ciphertext }) => this.sealer.open(ciphertext) === wanted.secretKey);
    if (!other) return null;
    return conflict(
      'secret_taken',
      `The account "${other.slug}" of this merchant has the same secretKey, so that notifications could not be told apart: use the one that PagoEfectivo issued for this service.`,
    );
  }

  /** `make` answers with what stands in the way, or null. */
  private change(
    account: string,
    make: (manager: EntityManager, before: AccountSummary) => Promise<AdminRefusal | null>,
  ): Promise<AdminOutcome<AccountSummary>> {
    return this.dataSource.transaction(async (manager) => {
      const id = await accountIdOf(manager, account, 'for update');
      if (id === null) return notFound('account', account);
      const refusal = await make(manager, await readSummary(manager, id));
      return refusal ?? done(await readSummary(manager, id));
    });
  }
}

function pollScheduleAfter(
  before: AccountSummary,
  change: PollScheduleChange | null | undefined,
): AccountSummary['pollSchedule'] {
  if (change === undefined) return before.pollSchedule;
  return change === null ? null : changedPollSchedule(before.pollSchedule, change);
}

/** Call it under `lockAccounts`: the constraint on the slug would say so only as an error. */
async function takenBy(
  manager: EntityManager,
  wanted: { slug: string; baseUrl: string; serviceId: string },
): Promise<AdminRefusal | null> {
  const [sameSlug] = await manager.query<unknown[]>('select 1 from gateway_account where slug = $1', [wanted.slug]);
  if (sameSlug !== undefined) {
    return conflict('slug_taken', `There is an account "${wanted.slug}" already: choose another slug.`);
  }
  const [same] = await manager.query<{ slug: string }[]>(
    'select slug from gateway_account where base_url = $1 and service_id = $2',
    [wanted.baseUrl, wanted.serviceId],
  );
  if (!same) return null;
  return conflict(
    'service_taken',
    `The service ${wanted.serviceId} at ${wanted.baseUrl} is the account "${same.slug}" already: attach that one, or give the idService of another.`,
  );
}
