import type { PollPriority } from '../domain/index.js';

export const LEASE = `interval '3 minutes'`;

export const CIP_COLUMNS = `c.id, c.payment_id, c.account_id, c.number, c.transaction_code, c.amount_minor, c.currency`;

/** Due polls of one account and priority that nobody has in hand, those that are due longest first. */
function due(condition: string, options: { as: PollPriority; order: string; limit: string }): string {
  return `select id, '${options.as}' as priority from (
    select id from cip where account_id = $1 and ${condition} and poll_at <= $2 and number is not null
      and (poll_lease_until is null or poll_lease_until < now())
    order by ${options.order} limit ${options.limit} for update skip locked) found`;
}

/** What waited until its deadline came near, of whatever priority it was planned. */
const GROWN_URGENT = `poll_priority <> 'deadline' and status = 'pending' and expires_at <= $3`;

/**
 * Takes due polls of account $1 at $2 for one asker: $4 near the deadline, $5 fresh, $6 old ones at most. What is due
 * is the head of an index each time, so that the cost grows with what is taken.
 */
export const CLAIM_DUE = `with due as (
    ${due(`poll_priority = 'deadline'`, { as: 'deadline', order: 'poll_at', limit: '$4' })}
    union all ${due(GROWN_URGENT, { as: 'deadline', order: 'expires_at', limit: '$4' })}
    union all ${due(`poll_priority = 'fresh'`, { as: 'fresh', order: 'poll_at', limit: '$5' })}
    union all ${due(`poll_priority = 'old'`, { as: 'old', order: 'poll_at', limit: '$6' })}
  )
  update cip c set poll_lease_until = now() + ${LEASE}
  from (select id, min(priority) as priority from due group by id) d where c.id = d.id
  returning ${CIP_COLUMNS}, d.priority`;
