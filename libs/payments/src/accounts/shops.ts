import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { Currency } from '../domain/index.js';
import { formatAmount } from '../domain/index.js';
import { newId } from '../identifiers.js';
import { canonicalJson } from '../json.js';
import { readRefundApprovalAbove } from '../refunds/refund-approval.js';
import { checkName, checkPolicies } from './admin-fields.js';
import type { AdminOutcome, ListQuery } from './admin-outcome.js';
import { conflict, done, notFound, refusalOf } from './admin-outcome.js';
import { AuditLog } from './audit-log.js';
import type { ShopPolicies, ShopPolicyChange } from './shop-policies.js';
import { changedPolicies, DEFAULT_SHOP_POLICIES, readShopPolicies, storedShopPolicies } from './shop-policies.js';

export interface Shop {
  readonly id: string;
  readonly merchantId: string;
  readonly name: string;
  readonly livemode: boolean;
  readonly policies: ShopPolicies;
  /** Up to this much one may approve a refund that one asked for; null for the product's own (REFUND_APPROVAL_ABOVE). */
  readonly refundApprovalAboveMinor: bigint | null;
  /** Which account takes its payments, one per currency. */
  readonly accounts: readonly { readonly currency: Currency; readonly accountId: string; readonly slug: string }[];
  readonly createdAt: Date;
  /** Since when it takes no new payments; null while it does. */
  readonly disabledAt: Date | null;
}

const POLICY_KEYS = ['expiringSoonS', 'cases', 'caseDeadlineHours'];
const REFUND_APPROVAL_KEY = 'refundApprovalAbove';

function storedRefundApproval(aboveMinor: bigint | null): Record<string, string> {
  return aboveMinor === null ? {} : { [REFUND_APPROVAL_KEY]: formatAmount(aboveMinor) };
}

/** Storefronts of merchants (requirement R24). Every change is in the audit log, in its own transaction. */
export class Shops {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  /** `livemode` is for good: keys, endpoints and payments of the shop carry it (invariant 10). */
  async create(wanted: {
    merchantId: string;
    name: string;
    livemode: boolean;
    policies?: ShopPolicyChange;
    /** In the currency of each refund; null for the product's own. */
    refundApprovalAboveMinor?: bigint | null;
    actor: string;
  }): Promise<AdminOutcome<Shop>> {
    const { merchantId, name, livemode, policies: wishes = {}, refundApprovalAboveMinor = null, actor } = wanted;
    const refusal = refusalOf([...checkName(name), ...checkPolicies(wishes)]);
    if (refusal) return refusal;
    const policies = changedPolicies(DEFAULT_SHOP_POLICIES, wishes);
    const now = this.clock.now();
    const id = newId('shop', now);
    return this.dataSource.transaction(async (manager) => {
      if (livemode) {
        const [sandbox] = await manager.query<{ slug: string }[]>(
          `select slug from gateway_account where environment = 'sandbox' limit 1`,
        );
        if (sandbox) {
          return conflict(
            'mixed_environments',
            `A live shop must not stand beside the sandbox account "${sandbox.slug}": use another database.`,
          );
        }
      }
      const inserted = await manager.query<unknown[]>(
        `insert into shop (id, merchant_id, name, livemode, policies, created_at)
         select $1, m.id, $3, $4, $5, $6 from merchant m where m.id = $2 returning 1`,
        [
          id,
          merchantId,
          name,
          livemode,
          canonicalJson({ ...storedShopPolicies(policies), ...storedRefundApproval(refundApprovalAboveMinor) }),
          now,
        ],
      );
      if (inserted.length === 0) return notFound('merchant', merchantId);
      await this.audit.record(
        {
          actor,
          action: 'shop.created',
          subject: id,
          data: { merchantId, name, livemode, ...policies, refundApprovalAboveMinor },
        },
        manager,
      );
      return done({
        id,
        merchantId,
        name,
        livemode,
        policies,
        refundApprovalAboveMinor,
        accounts: [],
        createdAt: now,
        disabledAt: null,
      });
    });
  }

  /** Changes the fields given, all of them or none. */
  async update(wanted: {
    id: string;
    name?: string;
    policies?: ShopPolicyChange;
    /** In the currency of each refund; null to follow the product's own again. */
    refundApprovalAboveMinor?: bigint | null;
    actor: string;
  }): Promise<AdminOutcome<Shop>> {
    const { id, name, policies: wishes, refundApprovalAboveMinor: limit, actor } = wanted;
    const refusal = refusalOf([
      ...(name === undefined ? [] : checkName(name)),
      ...(wishes === undefined ? [] : checkPolicies(wishes)),
    ]);
    if (refusal) return refusal;
    return this.change(id, async (manager, before) => {
      const policies = wishes === undefined ? undefined : changedPolicies(before.policies, wishes);
      await manager.query(
        `update shop set name = coalesce($2, name), policies = (policies - $3::text[]) || $4 where id = $1`,
        [
          id,
          name ?? null,
          [...(policies === undefined ? [] : POLICY_KEYS), ...(limit === undefined ? [] : [REFUND_APPROVAL_KEY])],
          canonicalJson({
            ...(policies === undefined ? {} : storedShopPolicies(policies)),
            ...(limit === undefined ? {} : storedRefundApproval(limit)),
          }),
        ],
      );
      await this.audit.record(
        {
          actor,
          action: 'shop.changed',
          subject: id,
          data: {
            ...(name === undefined ? {} : { name: { from: before.name, to: name } }),
            ...(policies === undefined ? {} : { policies: { from: before.policies, to: policies } }),
            ...(limit === undefined
              ? {}
              : { refundApprovalAboveMinor: { from: before.refundApprovalAboveMinor, to: limit } }),
          },
        },
        manager,
      );
    });
  }

  /** Disabled, it opens no new payments; what it has goes on. Doing so again changes nothing. */
  async setDisabled(wanted: { id: string; disabled: boolean; actor: string }): Promise<AdminOutcome<Shop>> {
    const { id, disabled, actor } = wanted;
    return this.change(id, async (manager, before) => {
      if ((before.disabledAt !== null) === disabled) return;
      await manager.query('update shop set disabled_at = $2 where id = $1', [id, disabled ? this.clock.now() : null]);
      await this.audit.record({ actor, action: disabled ? 'shop.disabled' : 'shop.enabled', subject: id }, manager);
    });
  }

  async get(id: string): Promise<Shop | null> {
    return readShop(this.dataSource.manager, id);
  }

  async list(query: ListQuery & { merchantId?: string | null }): Promise<Shop[]> {
    const rows = await this.dataSource.query<ShopRow[]>(
      `${SELECT} where ($1::text is null or s.id < $1) and ($2::text is null or s.merchant_id = $2)
       order by s.id desc limit $3`,
      [query.before ?? null, query.merchantId ?? null, query.limit],
    );
    return rows.map(toShop);
  }

  private change(
    id: string,
    make: (manager: EntityManager, before: Shop) => Promise<void>,
  ): Promise<AdminOutcome<Shop>> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('select 1 from shop where id = $1 for update', [id]);
      const before = await readShop(manager, id);
      if (!before) return notFound('shop', id);
      await make(manager, before);
      return done((await readShop(manager, id)) ?? before);
    });
  }
}

interface ShopRow extends Omit<Shop, 'policies' | 'refundApprovalAboveMinor'> {
  readonly policies: unknown;
}

async function readShop(manager: EntityManager, id: string): Promise<Shop | null> {
  const [row] = await manager.query<ShopRow[]>(`${SELECT} where s.id = $1`, [id]);
  return row ? toShop(row) : null;
}

function toShop(row: ShopRow): Shop {
  return {
    ...row,
    policies: readShopPolicies(row.policies),
    refundApprovalAboveMinor: readRefundApprovalAbove(row.policies),
  };
}

const SELECT = `select s.id, s.merchant_id as "merchantId", s.name, s.livemode, s.policies,
  coalesce((select jsonb_agg(jsonb_build_object('currency', m.currency, 'accountId', a.id, 'slug', a.slug) order by m.currency)
    from shop_account m join gateway_account a on a.id = m.account_id where m.shop_id = s.id), '[]') as accounts,
  s.created_at as "createdAt", s.disabled_at as "disabledAt"
  from shop s`;
