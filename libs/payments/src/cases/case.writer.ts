import type { EntityManager } from 'typeorm';
import type { CaseKind, Effect, Payment, Resolution } from '../domain/index.js';
import { allowedResolutions, factKey, formatAmount } from '../domain/index.js';
import { canonicalJson } from '../json.js';
import type { BookChange } from '../orders/payment-change.js';
import { openCases } from './open-case.js';

/** What an event tells of a case that was opened with it. */
export interface OpenedReview {
  readonly dueAt: Date;
  readonly resolutions: readonly Resolution[];
}

export interface WrittenCases {
  /** By key. */
  readonly opened: ReadonlyMap<string, OpenedReview>;
  /** A policy applies to one of them: wake whoever applies it. */
  readonly isDue: boolean;
}

type Opening = Extract<Effect, { kind: 'case_opened' }>;
type Resolving = Extract<Effect, { kind: 'case_resolved' }>;

/**
 * Opens and resolves cases as decided, in a few statements for any number of payments. A case is opened once: a second
 * one of its key undoes the transaction. `payments` are those that changed, with the ids of their receipts.
 */
export async function writeCases(
  manager: EntityManager,
  changes: readonly BookChange[],
  payments: ReadonlyMap<string, Payment>,
  now: Date,
): Promise<WrittenCases> {
  const effects = changes.flatMap(({ after, effects: all }) => all.map((effect) => ({ after, effect })));
  const openings = effects.flatMap(({ after, effect }) => (effect.kind === 'case_opened' ? [{ after, effect }] : []));
  const acknowledged = await acknowledgedOrders(manager, openings);
  const opened = await openCases(
    manager,
    openings.map(({ after, effect }) => {
      const payment = payments.get(effect.paymentId);
      const details = withAmounts(effect.details);
      return {
        key: effect.key,
        kind: effect.caseKind,
        shopId: after.shopId,
        accountId: payment?.accountId ?? null,
        paymentId: effect.paymentId,
        ...evidenceOf(effect, payment),
        details: acknowledged.has(effect.paymentId) ? { ...details, orderPaid: 'acknowledged' } : details,
      };
    }),
    now,
  );
  const reviews = openings.map(({ after, effect }): [string, OpenedReview] => {
    const written = opened.get(effect.key);
    if (!written) throw new Error(`the case ${effect.key} was opened twice`);
    const resolutions = openResolutions(effect.caseKind, after.shippedBy !== null);
    return [effect.key, { dueAt: written.dueAt, resolutions }];
  });
  await resolveCases(
    manager,
    effects.flatMap(({ effect }) => (effect.kind === 'case_resolved' ? [effect] : [])),
    now,
  );
  return { opened: new Map(reviews), isDue: [...opened.values()].some(({ isDue }) => isDue) };
}

async function resolveCases(manager: EntityManager, resolved: readonly Resolving[], now: Date): Promise<void> {
  if (resolved.length === 0) return;
  await manager.query(
    `update review_case c set state = 'resolved', resolution = x.resolution, reason = x.reason,
       resolved_by = x.resolved_by, resolved_at = $2, details = c.details || x.more, next_at = null, lease_until = null
     from jsonb_to_recordset($1::jsonb) as x(dedupe_key text, resolution text, reason text, resolved_by text, more jsonb)
     where c.dedupe_key = x.dedupe_key and c.state = 'open'`,
    [
      canonicalJson(
        resolved.map(({ key, resolution, reason, actor, refundIds }) => ({
          dedupe_key: key,
          resolution,
          reason,
          resolved_by: actor,
          more: refundIds.length === 0 ? {} : { refundIds },
        })),
      ),
      now,
    ],
  );
}

/** What may be answered now: nothing is left to ship once an `order.paid` exists. */
export function openResolutions(kind: CaseKind, shipped: boolean): Resolution[] {
  const needsUnshipped = kind !== 'settlement_difference';
  return allowedResolutions(kind).filter((resolution) => resolution !== 'accept' || !(shipped && needsUnshipped));
}

function evidenceOf(
  { factKeys }: Opening,
  payment: Payment | undefined,
): { receiptId: string | null; notificationId: string | null } {
  const receipt = payment?.receipts.find((candidate) => candidate.factKeys.some((key) => factKeys.includes(key)));
  const facts = payment?.facts.map((fact) => ({ fact, key: factKey(fact) })) ?? [];
  const told = factKeys.flatMap((key) => facts.filter((entry) => entry.key === key).map(({ fact }) => fact));
  const notification = told.find((fact) => fact.source === 'notification');
  return { receiptId: receipt?.id ?? null, notificationId: notification?.evidence ?? null };
}

/**
 * Payments whose reversal came after an endpoint had answered their `order.paid`. Where none had, the order is only
 * `announced`, though the feed may have been read: a cursor leaves no trace.
 */
async function acknowledgedOrders(
  manager: EntityManager,
  openings: readonly { readonly effect: Opening }[],
): Promise<ReadonlySet<string>> {
  const reversed = openings.filter(
    ({ effect }) => effect.caseKind === 'reversed' && effect.details['orderPaid'] === 'announced',
  );
  if (reversed.length === 0) return new Set();
  const rows = await manager.query<{ payment_id: string }[]>(
    `select distinct e.payment_id from outbox_event e join delivery d on d.event_id = e.id and d.status = 'delivered'
     where e.payment_id = any($1) and e.type = 'order.paid'`,
    [reversed.map(({ effect }) => effect.paymentId)],
  );
  return new Set(rows.map((row) => row.payment_id));
}

/** A person reads cases: minor units become decimal strings. */
function withAmounts(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) =>
      typeof value === 'bigint' ? [name.replace(/Minor$/, 'Amount'), formatAmount(value)] : [name, value],
    ),
  );
}
