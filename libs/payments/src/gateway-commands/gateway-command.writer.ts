import type { EntityManager } from 'typeorm';
import type { GatewayCommand, Payment } from '../domain/index.js';
import { canonicalJson } from '../json.js';
import type { PaymentChange } from '../orders/payment-change.js';

export async function writeCommands(
  manager: EntityManager,
  changes: readonly PaymentChange[],
  now: Date,
): Promise<void> {
  const changed = changes.flatMap(({ old, payment }) =>
    payment.commands
      .filter((command) => old?.commands.find((other) => other.id === command.id) !== command)
      .map((command) => ({ fresh: !old?.commands.some((other) => other.id === command.id), command, payment })),
  );
  // Settled ones first: at most one open command per payment, at every moment.
  for (const { command } of changed.filter((entry) => !entry.fresh)) {
    const open = command.status === 'unknown';
    await manager.query(
      // Whoever held it has said how its call ended: no answer can come any more, and the next may take it at once.
      `update gateway_command set status = $2, outcome = $3, next_at = $4, lease_until = null,
         settled_at = case when $5 then null else $6::timestamptz end where id = $1`,
      [command.id, command.status, jsonOrNull(command.outcome), command.nextAt, open, now],
    );
  }
  for (const { command, payment } of changed.filter((entry) => entry.fresh)) {
    await manager.query(
      `insert into gateway_command (id, payment_id, cip_id, kind, purpose, status, actor, arguments, outcome, next_at, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      commandValues(command, payment, now),
    );
  }
}

function commandValues(command: GatewayCommand, payment: Payment, now: Date): unknown[] {
  return [
    command.id,
    payment.id,
    command.cipId,
    command.kind,
    command.purpose,
    command.status,
    command.actor,
    canonicalJson({
      ...(command.expiresAt === null ? {} : { expiresAt: command.expiresAt.toISOString() }),
      ...(command.refundId === undefined ? {} : { refundId: command.refundId }),
    }),
    jsonOrNull(command.outcome),
    command.nextAt,
    now,
  ];
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : canonicalJson(value);
}
