import type { EntityManager } from 'typeorm';
import { formatAmount } from '../domain/index.js';
import { derivedId } from '../identifiers.js';
import { canonicalJson } from '../json.js';
import type { BookChange } from '../orders/payment-change.js';

/**
 * Opens and resolves cases as decided, in two statements for any number of payments. A case is opened once: a second one
 * of its key undoes the transaction.
 */
export async function writeCases(manager: EntityManager, changes: readonly BookChange[], now: Date): Promise<void> {
  const opened = changes.flatMap(({ after, effects }) =>
    effects.flatMap((effect) =>
      effect.kind === 'case_opened'
        ? [
            {
              id: derivedId('case', [effect.key]),
              dedupe_key: effect.key,
              kind: effect.caseKind,
              shop_id: after.shopId,
              account_id: after.payments.find((candidate) => candidate.id === effect.paymentId)?.accountId ?? null,
              payment_id: effect.paymentId,
              details: withAmounts(effect.details),
            },
          ]
        : [],
    ),
  );
  if (opened.length > 0) {
    await manager.query(
      `insert into review_case (id, dedupe_key, kind, state, shop_id, account_id, payment_id, details, opened_at)
       select id, dedupe_key, kind, 'open', shop_id, account_id, payment_id, details, $2
       from jsonb_to_recordset($1::jsonb) as x(id text, dedupe_key text, kind text, shop_id text, account_id text,
         payment_id text, details jsonb)`,
      [canonicalJson(opened), now],
    );
  }
  const resolved = changes.flatMap(({ effects }) =>
    effects.flatMap((effect) =>
      effect.kind === 'case_resolved'
        ? [{ dedupe_key: effect.key, resolution: effect.resolution, reason: effect.reason, resolved_by: effect.actor }]
        : [],
    ),
  );
  if (resolved.length > 0) {
    await manager.query(
      `update review_case c set state = 'resolved', resolution = x.resolution, reason = x.reason,
         resolved_by = x.resolved_by, resolved_at = $2
       from jsonb_to_recordset($1::jsonb) as x(dedupe_key text, resolution text, reason text, resolved_by text)
       where c.dedupe_key = x.dedupe_key and c.state = 'open'`,
      [canonicalJson(resolved), now],
    );
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
