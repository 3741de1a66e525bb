import type { GatewayCommand, Payment } from '../domain/index.js';
import { canonicalJson } from '../json.js';
import type { PaymentChange } from '../orders/payment-change.js';
import type { Statement } from '../statements.js';
import { statement } from '../statements.js';

/** Writes new commands and what became of open ones: two statements for any number of payments. */
export function commandStatements(changes: readonly PaymentChange[], now: Date): Statement[] {
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
    statements.push(
      statement(
        // Whoever held it has said how its call ended: no answer can come any more, and the next may take it at once.
        `update gateway_command g set status = x.status, outcome = x.outcome, next_at = x.next_at, lease_until = null,
         settled_at = case when x.status = 'unknown' then null else $2::timestamptz end
       from jsonb_to_recordset($1::jsonb) as x(id text, status text, outcome jsonb, next_at timestamptz)
       where g.id = x.id`,
        [canonicalJson(known.map(({ command }) => settledRow(command))), now],
      ),
    );
  }
  if (fresh.length > 0) {
    statements.push(
      statement(
        `insert into gateway_command (id, payment_id, cip_id, kind, purpose, status, actor, arguments, outcome, next_at, created_at)
       select id, payment_id, cip_id, kind, purpose, status, actor, arguments, outcome, next_at, $2
       from jsonb_to_recordset($1::jsonb) as x(id text, payment_id text, cip_id text, kind text, purpose text, status text,
         actor text, arguments jsonb, outcome jsonb, next_at timestamptz)`,
        [canonicalJson(fresh.map(({ command, payment }) => freshRow(command, payment))), now],
      ),
    );
  }
  return statements;
}

function settledRow({ id, status, outcome, nextAt }: GatewayCommand): Record<string, unknown> {
  return { id, status, outcome, next_at: nextAt };
}

function freshRow(command: GatewayCommand, payment: Payment): Record<string, unknown> {
  return {
    ...settledRow(command),
    payment_id: payment.id,
    cip_id: command.cipId,
    kind: command.kind,
    purpose: command.purpose,
    actor: command.actor,
    arguments: {
      ...(command.expiresAt === null ? {} : { expiresAt: command.expiresAt.toISOString() }),
      ...(command.refundId === undefined ? {} : { refundId: command.refundId }),
    },
  };
}
