import type { EntityManager } from 'typeorm';
import type { CaseKind, Effect, Payment, Resolution } from '../domain/index.js';
import { allowedResolutions, factKey, formatAmount } from '../domain/index.js';
import { canonicalJson } from '../json.js';
import type { BookChange } from '../orders/payment-change.js';
import { openCase } from './open-case.js';

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

/**
 * Opens and resolves cases as decided. A case is opened once: a second one of its key undoes the transaction.
 * `payments` are those that changed, with the ids of their receipts.
 */
export async function writeCases(
  manager: EntityManager,
  changes: readonly BookChange[],
  payments: ReadonlyMap<string, Payment>,
  now: Date,
): Promise<WrittenCases> {
  const opened = new Map<string, OpenedReview>();
  let isDue = false;
  for (const { after, effects } of changes) {
    for (const effect of effects) {
      if (effect.kind === 'case_opened') {
        const payment = payments.get(effect.paymentId);
        const written = await openCase(
          manager,
          {
            key: effect.key,
            kind: effect.caseKind,
            shopId: after.shopId,
            accountId: payment?.accountId ?? null,
            paymentId: effect.paymentId,
            ...evidenceOf(effect, payment),
            details: { ...withAmounts(effect.details), ...(await acknowledgement(manager, effect)) },
          },
          now,
        );
        if (!written) throw new Error(`the case ${effect.key} was opened twice`);
        const resolutions = openResolutions(effect.caseKind, after.shippedBy !== null);
        opened.set(effect.key, { dueAt: written.dueAt, resolutions });
        isDue ||= written.isDue;
      } else if (effect.kind === 'case_resolved') {
        await manager.query(
          `update review_case set state = 'resolved', resolution = $2, reason = $3, resolved_by = $4, resolved_at = $5,
             details = details || $6, next_at = null, lease_until = null
           where dedupe_key = $1 and state = 'open'`,
          [
            effect.key,
            effect.resolution,
            effect.reason,
            effect.actor,
            now,
            canonicalJson(effect.refundIds.length === 0 ? {} : { refundIds: effect.refundIds }),
          ],
        );
      }
    }
  }
  return { opened, isDue };
}

/** What may be answered now: nothing is left to ship once an `order.paid` exists. */
export function openResolutions(kind: CaseKind, shipped: boolean): Resolution[] {
  const needsUnshipped = kind !== 'settlement_difference';
  return allowedResolutions(kind).filter((resolution) => resolution !== 'accept' || !(shipped && needsUnshipped));
}

type Opening = Extract<Effect, { kind: 'case_opened' }>;

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
 * Whether a reversal came before or after shipping, as far as we can know: `acknowledged` when an endpoint had answered
 * `order.paid`; `announced` when it was written and no endpoint had, though the feed may have been read.
 */
async function acknowledgement(manager: EntityManager, effect: Opening): Promise<Record<string, unknown>> {
  if (effect.caseKind !== 'reversed' || effect.details['orderPaid'] !== 'announced') return {};
  const rows = await manager.query<unknown[]>(
    `select 1 from outbox_event e join delivery d on d.event_id = e.id and d.status = 'delivered'
     where e.payment_id = $1 and e.type = 'order.paid' limit 1`,
    [effect.paymentId],
  );
  return rows.length === 0 ? {} : { orderPaid: 'acknowledged' };
}

/** A person reads cases: minor units become decimal strings. */
function withAmounts(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) =>
      typeof value === 'bigint' ? [name.replace(/Minor$/, 'Amount'), formatAmount(value)] : [name, value],
    ),
  );
}
