import type { DataSource, EntityManager } from 'typeorm';
import type { Alerts } from '../alerts/alerts.js';
import type { Clock } from '../clock.port.js';
import { columns } from '../columns.js';
import { newId } from '../identifiers.js';
import { runInOrder, statement } from '../statements.js';
import type { ClaimedDelivery } from './deliveries.js';
import { RELEASE_FOLLOWERS } from './delivery-followers.js';
import { failingKey } from './endpoint-alerts.js';
import type { ClosedCircuit } from './endpoint-state.js';
import { CLOSE_CIRCUITS } from './endpoint-state.js';
import type { WebhookAnswer } from './webhook-sender.js';

export interface Acknowledgement {
  readonly claimed: Pick<ClaimedDelivery, 'id' | 'endpointId'>;
  readonly answer: WebhookAnswer;
}

/**
 * Records in one transaction what receivers acknowledged, whether or not its sender still held its claim. Answers for
 * each whether it settled the delivery: false when something else had done so before.
 */
export async function recordAcknowledgements(
  parts: { readonly dataSource: DataSource; readonly clock: Clock; readonly alerts: Alerts },
  acknowledged: readonly Acknowledgement[],
): Promise<boolean[]> {
  const now = parts.clock.now();
  // In the order of their ids, so that two processes that record the same deliveries do not wait for each other.
  const inOrder = acknowledged.toSorted((a, b) => (a.claimed.id < b.claimed.id ? -1 : 1));
  const ids = inOrder.map(({ claimed }) => claimed.id);
  const statuses = inOrder.map(({ answer }) => answer.httpStatus);
  const endpointIds = [...new Set(inOrder.map(({ claimed }) => claimed.endpointId))];
  return parts.dataSource.transaction(async (manager) => {
    // Endpoints before any of their deliveries, as everybody who locks both does it.
    const [closed, , settled] = await runInOrder(manager, [
      statement<ClosedCircuit>(CLOSE_CIRCUITS, [endpointIds]),
      statement(INSERT_ATTEMPTS, attempts.values(acknowledged.map((one) => toAttempt(one, now)))),
      statement<{ id: string }>(SETTLE, [ids, statuses, now]),
      statement(RELEASE_FOLLOWERS, [ids, now]),
    ]);
    for (const circuit of closed) await noteRecovery(manager, parts.alerts, circuit, now);
    const first = new Set(settled.map(({ id }) => id));
    return acknowledged.map(({ claimed }) => first.delete(claimed.id));
  });
}

/** What failed while the endpoint was ill need not wait for the schedule now that it is well. */
async function noteRecovery(
  manager: EntityManager,
  alerts: Alerts,
  { endpointId, told, wasOpen }: ClosedCircuit,
  now: Date,
): Promise<void> {
  if (told) await alerts.clear(failingKey(endpointId), manager);
  if (wasOpen) await manager.query(BRING_FORWARD, [endpointId, now]);
}

const attempts = columns({
  id: 'text',
  delivery_id: 'text',
  endpoint_id: 'text',
  at: 'timestamptz',
  http_status: 'integer',
  duration_ms: 'integer',
  response: 'text',
  error: 'text',
});

const INSERT_ATTEMPTS = `insert into delivery_attempt (${attempts.names}) select ${attempts.names} from ${attempts.source}`;

function toAttempt({ claimed, answer }: Acknowledgement, at: Date) {
  return {
    id: newId('att', at),
    delivery_id: claimed.id,
    endpoint_id: claimed.endpointId,
    at,
    http_status: answer.httpStatus,
    duration_ms: answer.durationMs,
    response: answer.response,
    error: answer.error,
  };
}

/** $1 ids in their order, $2 what was answered for each, $3 now. Each is looked up by its id, whatever statistics say. */
const SETTLE = `
  with acknowledged as materialized (
    select d.id, x.http_status from unnest($1::text[], $2::integer[]) as x(id, http_status)
    cross join lateral (select id, status from delivery where id = x.id offset 0 for no key update) d
    where d.status = 'pending'
  )
  update delivery d set status = 'delivered', delivered_at = $3, next_at = null, lease_until = null, last_error = null,
    last_status = (select a.http_status from acknowledged a where a.id = d.id limit 1)
  where d.id = any(array(select id from acknowledged))
  returning d.id`;

/** Rows that somebody else changes right now are left alone: they are being decided on. */
const BRING_FORWARD = `
  with waiting as (
    select id from delivery
    where endpoint_id = $1 and status = 'pending' and attempts > 0 and next_at > $2 for no key update skip locked
  )
  update delivery d set next_at = $2 from waiting where d.id = waiting.id`;
