import type pg from 'pg';
import type { ShopOrder } from './shop-order.js';

/** Everything about one order that a person needs to find out why a rule was broken, in order of business time. */
export async function storyOf(pool: pg.Pool, order: ShopOrder): Promise<string> {
  const { orderId } = order.plan;
  const { rows } = await pool.query<{ at: Date; what: string }>(STORY, [orderId, `${orderId}-`]);
  return [
    `=== ${orderId}`,
    `plan: ${JSON.stringify(order.plan)}`,
    `answers: ${order.answers.join(', ')}`,
    ...rows.map(({ at, what }) => `${at.toISOString()} ${what}`),
  ].join('\n');
}

const STORY = `select at, what from (
  select e.at, 'ours     ' || e.type || ' by ' || e.actor || ' ' || e.data::text as what
    from payment_event e join payment p on p.id = e.payment_id where p.order_id = $1
  union all
  select c.polled_at, 'ours     CIP ' || coalesce(c.number, '?') || ' last polled of ' || c.poll_count || ' polls, says ' || c.status
    from cip c join payment p on p.id = c.payment_id where p.order_id = $1 and c.polled_at is not null
  union all
  select s.created_at, 'gateway  CIP ' || s.number || ' made, valid until ' || s.expires_at from sandbox.cip s
    where starts_with(s.transaction_code, $2)
  union all
  select m.paid_at, 'gateway  operation ' || m.operation_number || ' of ' || m.amount_minor || ' on CIP ' || m.cip
    from sandbox.payment m join sandbox.cip s on s.number = m.cip where starts_with(s.transaction_code, $2)
  union all
  select m.reversed_at, 'gateway  operation ' || m.operation_number || ' reversed' from sandbox.payment m
    join sandbox.cip s on s.number = m.cip where starts_with(s.transaction_code, $2) and m.reversed_at is not null
  union all
  select n.created_at, 'gateway  ' || n.event_type || ' ' || n.state || ', ' || n.attempts || ' attempts ' || n.deliveries::text
    from sandbox.notification n join sandbox.cip s on s.number = n.cip where starts_with(s.transaction_code, $2)
  union all
  select g.at, 'call     ' || g.operation || ' ' || g.outcome from gateway_call g
    where g.cip_numbers && array(select s.number::text from sandbox.cip s where starts_with(s.transaction_code, $2))
) as story order by at`;
