import { columns } from '../columns.js';
import type { GatewayCommand, Payment } from '../domain/index.js';
import { canonicalJson } from '../json.js';
import type { PaymentChange } from '../orders/payment-change.js';
import type { Statement } from '../statements.js';
import { statement } from '../statements.js';

/**
 * Writes new commands and what became of open ones: two statements for any number of payments. `leaseMs` is that of
 * commands that are written as sent.
 */
export function commandStatements(
  changes: readonly PaymentChange[],
  { now, leaseMs }: { readonly now: Date; readonly leaseMs: number },
): Statement[] {
  const changed = changes.flatMap(({ old, payment }) =>
    payment.commands
      .filter((command) => old?.commands.find((other) => other.id === command.id) !== command)
      .map((command) => ({ fresh: !old?.commands.some((other) => other.id === command.id), command, payment })),
  );
  const known = changed.filter((entry) => !entry.fresh);
  const fresh = changed.filter((entry) => entry.fresh);
  const statements: Statement[] = [];
  // Settled ones first: at most one open command per payment, at every moment.
  if (known.length > 0) {
    statements.push(statement(SETTLE, [...SETTLED.values(known.map(({ command }) => settledRow(command))), now]));
  }
  if (fresh.length > 0) {
    const rows = fresh.map(({ command, payment }) => freshRow(command, payment));
    statements.push(statement(INSERT, [...FRESH.values(rows), now, leaseMs]));
  }
  return statements;
}

const SETTLED_COLUMNS = { id: 'text', status: 'text', outcome: 'jsonb', next_at: 'timestamptz' } as const;
const SETTLED = columns(SETTLED_COLUMNS);
/** Whoever held it has said how its call ended: no answer can come any more, and the next may take it at once. */
const SETTLE = `update gateway_command g set status = x.status, outcome = x.outcome, next_at = x.next_at, lease_until = null,
    settled_at = case when x.status = 'unknown' then null else $${SETTLED.next}::timestamptz end
  from ${SETTLED.source} where g.id = x.id and g.id = any($1::text[])`;

const FRESH = columns({
  ...SETTLED_COLUMNS,
  payment_id: 'text',
  cip_id: 'text',
  kind: 'text',
  purpose: 'text',
  actor: 'text',
  arguments: 'jsonb',
});
/** One that is written as sent is claimed with that: whoever writes it makes the call, after the commit. */
const INSERT = `insert into gateway_command (${FRESH.names}, created_at, attempts, sent_at, lease_until)
  select ${FRESH.names}, $${FRESH.next}, case when status = 'sent' then 1 else 0 end,
    case when status = 'sent' then $${FRESH.next}::timestamptz end,
    case when status = 'sent' then now() + $${FRESH.next + 1} * interval '1 millisecond' end
  from ${FRESH.source}`;

function settledRow({ id, status, outcome, nextAt }: GatewayCommand) {
  return { id, status, outcome: outcome && canonicalJson(outcome), next_at: nextAt };
}

function freshRow(command: GatewayCommand, payment: Payment) {
  return {
    ...settledRow(command),
    payment_id: payment.id,
    cip_id: command.cipId,
    kind: command.kind,
    purpose: command.purpose,
    actor: command.actor,
    arguments: canonicalJson({
      ...(command.expiresAt === null ? {} : { expiresAt: command.expiresAt.toISOString() }),
      ...(command.refundId === undefined ? {} : { refundId: command.refundId }),
    }),
  };
}
