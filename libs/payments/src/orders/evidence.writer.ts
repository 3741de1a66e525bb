import { factKey } from '../domain/index.js';
import { rowsJson } from '../json.js';
import type { Statement } from '../statements.js';
import { statement } from '../statements.js';
import type { PaymentChange } from './payment-change.js';

/** Writes what the gateway said, append-only, and the receipts that are folded from it. */
export function evidenceStatements(changes: readonly PaymentChange[]): Statement[] {
  const statements: Statement[] = [];
  const facts = changes.flatMap(({ old, payment }) =>
    payment.facts
      .filter((fact) => !old?.facts.includes(fact))
      .map((fact) => ({
        id: factKey(fact),
        payment_id: payment.id,
        cip_id: fact.cipId,
        kind: fact.kind,
        source: fact.source,
        operation_number: fact.operationNumber,
        amount_minor: fact.amountMinor.toString(),
        currency: fact.currency,
        occurred_at: fact.occurredAt,
        observed_at: fact.observedAt,
        evidence: fact.evidence,
      })),
  );
  if (facts.length > 0) {
    statements.push(
      statement(
        `insert into gateway_fact (id, payment_id, cip_id, kind, source, operation_number, amount_minor, currency, occurred_at, observed_at, evidence)
       select * from jsonb_to_recordset($1::jsonb) as x(id text, payment_id text, cip_id text, kind text, source text,
         operation_number text, amount_minor bigint, currency text, occurred_at timestamptz, observed_at timestamptz, evidence text)
       on conflict (id) do update set observed_at = greatest(gateway_fact.observed_at, excluded.observed_at)`,
        [rowsJson(facts)],
      ),
    );
  }
  const gone = changes.flatMap(({ old, payment }) =>
    (old?.receipts ?? []).filter((receipt) => !payment.receipts.some((kept) => kept.id === receipt.id)),
  );
  if (gone.length > 0) {
    statements.push(statement('delete from receipt where id = any($1)', [gone.map((receipt) => receipt.id)]));
  }
  const receipts = changes.flatMap(({ old, payment }) =>
    (old?.receipts === payment.receipts ? [] : payment.receipts).map((receipt) => ({
      id: receipt.id,
      payment_id: payment.id,
      cip_id: receipt.cipId,
      operation_number: receipt.operationNumber,
      amount_minor: receipt.amountMinor.toString(),
      currency: receipt.currency,
      paid_at: receipt.paidAt,
      reversed_at: receipt.reversedAt,
      counts: receipt.counts,
      fact_ids: receipt.factKeys,
    })),
  );
  if (receipts.length > 0) {
    statements.push(
      statement(
        `insert into receipt (id, payment_id, cip_id, operation_number, amount_minor, currency, paid_at, reversed_at, counts, fact_ids)
       select * from jsonb_to_recordset($1::jsonb) as x(id text, payment_id text, cip_id text, operation_number text,
         amount_minor bigint, currency text, paid_at timestamptz, reversed_at timestamptz, counts text, fact_ids text[])
       on conflict (id) do update set operation_number = excluded.operation_number, amount_minor = excluded.amount_minor,
         currency = excluded.currency, paid_at = excluded.paid_at, reversed_at = excluded.reversed_at,
         counts = excluded.counts, fact_ids = excluded.fact_ids`,
        [rowsJson(receipts)],
      ),
    );
  }
  return statements;
}
