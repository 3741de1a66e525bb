import type { EntityManager } from 'typeorm';
import { formatAmount } from '../domain/index.js';
import { derivedId } from '../identifiers.js';
import { canonicalJson } from '../json.js';
import type { BookChange } from '../orders/payment-change.js';

/** Opens and resolves cases as decided. A case is opened once: a second one of its key undoes the transaction. */
export async function writeCases(manager: EntityManager, changes: readonly BookChange[], now: Date): Promise<void> {
  for (const { after, effects } of changes) {
    for (const effect of effects) {
      if (effect.kind === 'case_opened') {
        const payment = after.payments.find((candidate) => candidate.id === effect.paymentId);
        const details = withAmounts(effect.details);
        await manager.query(
          `insert into review_case (id, dedupe_key, kind, state, shop_id, account_id, payment_id, details, opened_at)
           values ($1, $2, $3, 'open', $4, $5, $6, $7, $8) `,
          [
            derivedId('case', [effect.key]),
            effect.key,
            effect.caseKind,
            after.shopId,
            payment?.accountId ?? null,
            effect.paymentId,
            canonicalJson(details),
            now,
          ],
        );
      } else if (effect.kind === 'case_resolved') {
        await manager.query(
          `update review_case set state = 'resolved', resolution = $2, reason = $3, resolved_by = $4, resolved_at = $5
           where dedupe_key = $1 and state = 'open'`,
          [effect.key, effect.resolution, effect.reason, effect.actor, now],
        );
      }
    }
  }
}

/** A person reads cases: minor units become decimal strings. */
function withAmounts(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) =>
      typeof value === 'bigint' ? [name.replace(/Minor$/, 'Amount'), formatAmount(value)] : [name, value],
    ),
  );
}
