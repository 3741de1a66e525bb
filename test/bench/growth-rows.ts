import { byKind, CLOSED_KIND, HISTORY, LONGEST_HISTORY } from './growth-lives.js';

/** Ids are hex where the product's are base 32; both sort by time. */
function timedId(prefix: string, salt: string): string {
  return `'${prefix}_' || lpad(to_hex(ms), 12, '0') || substr(md5('${salt}' || i), 1, 14)`;
}

function lima(column: string): string {
  return `to_char(${column} at time zone 'America/Lima', 'YYYY-MM-DD"T"HH24:MI:SS"-05:00"')`;
}

function money(column: string): string {
  return `(${column} / 100) || '.' || lpad((${column} % 100)::text, 2, '0')`;
}

const STEPS = Array.from({ length: LONGEST_HISTORY }, (_, index) => index + 1);

/**
 * One row per payment of [$1, $2) with all that its rows in the product's tables are made of. Payments before $3 are
 * closed and lie between $4 and $5; those from there on, $6 of them, are to be paid and lie in the day before $7. $8 is
 * their shop, $9 its account, $10 the position of the last event before theirs. Deadlines and payment dates are whole
 * seconds, as PagoEfectivo's are.
 */
export const LIVES = `create temporary table growth_life on commit drop as
  with born as (
    select i, i - $3 as place, $7::timestamptz as filled_at, $8::text as shop_id, $9::text as account_id, $10::bigint as position_before,
      case when i < $3 then ${CLOSED_KIND} else 'pending' end as kind,
      case when i < $3 then $4::timestamptz + ($5::timestamptz - $4::timestamptz) * (i::float / greatest(1, $3))
        else $7::timestamptz - interval '20 hours' + interval '19 hours 55 minutes' * ((i - $3)::float / $6) end as born
    from generate_series($1::bigint, $2::bigint - 1) i
  ), timed as (
    select *, (extract(epoch from born) * 1000)::bigint as ms, date_trunc('milliseconds', born) as created_at,
      date_trunc('milliseconds', born) + interval '80 milliseconds' as issued_at,
      date_trunc('second', born) + interval '24 hours' as expires_at
    from born
  ), named as (
    select *, ${timedId('pay', 'p')} as id, ${timedId('cip', 'c')} as cip_id, ${timedId('gcmd', 'g')} as create_id,
      ${timedId('gcmd', 'd')} as delete_id, ${timedId('rcp', 'r')} as receipt_id, ${timedId('ntf', 'n')} as notification_id,
      'G-' || i as order_id, 'G-' || i || '-' || substr(md5('t' || i), 1, 8) as code, (100000000 + i)::text as number,
      (4000000 + i)::text as operation_number, right(${timedId('pay', 'p')}, 26) || left(md5('a' || i), 22) as token, 1990 + (i * 7919 % 50000) as amount_minor,
      case kind when 'paid' then issued_at + interval '10 minutes' + (i * 61 % 1200) * interval '1 minute'
        when 'expired' then expires_at + interval '11 minutes' when 'cancelled' then issued_at + interval '1 hour'
        when 'failed' then issued_at end as ended_at
    from timed
  ), paid as (
    select *, case kind when 'paid' then date_trunc('second', ended_at) end as paid_at from named
  ), told as (
    select *, case kind when 'paid' then cip_id || '|paid|notification|' || operation_number || '|' || amount_minor || '|PEN|'
        || (extract(epoch from paid_at) * 1000)::bigint end as fact_id,
      ${STEPS.map((n) => `${byKind(n, (step) => step.data)} as data_${n}`).join(', ')}
    from paid
  )
  select * from ${STEPS.reduce(chained, 'told')} chained`;

/** One level of subquery for each digest, so that none is computed twice. */
function chained(inner: string, n: number): string {
  const before = n === 1 ? `''` : `encode(digest_${n - 1}, 'hex')`;
  const at = `to_char(${byKind(n, (step) => step.at)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const row = `'["' || ${before} || '","' || id || '",${n},"' || ${byKind(n, (step) => `'${step.type}'`)} || '","' || ${at}
    || '","' || ${byKind(n, (step) => `'${step.actor}'`)} || '","' || encode(sha256(convert_to(data_${n}, 'UTF8')), 'hex') || '"]'`;
  return `(select *, sha256(convert_to(${row}, 'UTF8')) as digest_${n} from ${inner} step_${n} offset 0)`;
}

const LAST_DIGEST = `coalesce(${[...STEPS]
  .reverse()
  .map((n) => `digest_${n}`)
  .join(', ')})`;
const HISTORY_LENGTH = `case kind ${Object.entries(HISTORY)
  .map(([kind, steps]) => `when '${kind}' then ${steps.length}`)
  .join(' ')} end`;
const STOCK = `case kind when 'paid' then 'committed' when 'pending' then 'held' else 'released' end`;

/** The event's body, as `toPaymentView` shows the payment at that moment. */
function body(at: 'issued' | 'ended'): string {
  const ended = at === 'ended';
  const state = ended ? 'kind' : `'pending'`;
  const cipState = `case ${state} when 'cancelled' then 'removed' else ${state} end`;
  const receipt = `'{"id":"' || receipt_id || '","cip":"' || number || '","amount":"' || ${money('amount_minor')}
    || '","currency":"PEN","paidAt":"' || ${lima('paid_at')} || '","operationNumber":"' || operation_number
    || '","reversedAt":null,"counts":"applied"}'`;
  return `'{"id":"' || event_id || '","type":"order.' || ${state} || '","timestamp":"' || ${lima(`${at}_at`)}
    || '","livemode":false,"sequence":' || sequence || ',"data":{"payment":{"id":"' || id || '","object":"payment","livemode":false,"orderId":"'
    || order_id || '","state":"' || ${state} || '","amount":"' || ${money('amount_minor')} || '","currency":"PEN","description":null,"cip":'
    || case kind when 'failed' then 'null' else '{"number":"' || number || '","url":"https://cip.test/' || token || '.html","state":"'
      || ${cipState} || '","expiresAt":"' || ${lima('expires_at')} || '"}' end
    || ',"paymentPageUrl":"http://shop.test/pay/' || token || '","returnUrl":null,"expiresAt":"' || ${lima('expires_at')}
    || '","paidAt":' || ${ended ? `coalesce('"' || ${lima('paid_at')} || '"', 'null')` : `'null'`} || ',"late":false,"inReview":false,"failure":'
    || case kind when 'failed' then '{"code":"111","message":"Solicitud con datos inválidos."}' else 'null' end || ',"receipts":['
    || ${ended ? `coalesce(${receipt}, '')` : `''`} || '],"refundedAmount":"0.00","refunds":[],"stock":"'
    || ${ended ? STOCK : `'held'`} || '","items":[{"sku":"POLO-M","name":"Polo M","quantity":1,"unitPrice":"'
    || ${money('amount_minor')} || '"}],"customer":{"email":"rosa@example.pe"},"metadata":{},"createdAt":"' || ${lima('created_at')}
    || '","updatedAt":"' || ${lima(`${at}_at`)} || '"},"stockReleased":'
    || ${ended ? `(kind <> 'paid')::text` : `'false'`} || '}}'`;
}

function events(at: 'issued' | 'ended', lives: string): string {
  const columns = `'evt_' || substr(md5('${at}' || i), 1, 26) as event_id, *`;
  return `select ${columns}, ${at}_at as told_at, ${at === 'issued' ? `'order.pending'` : `'order.' || kind`} as type,
    ${at === 'issued' ? 'code' : `case kind when 'paid' then 'order' else id end`} as cause,
    case when '${at}' = 'ended' and kind <> 'failed' then 2 else 1 end as sequence, ${at === 'ended'} as blocking
    from growth_life where ${lives}`;
}

/** What is put into the product's tables from `growth_life`. */
export const ROWS: readonly string[] = [
  `insert into payment (id, shop_id, account_id, livemode, order_id, amount_minor, currency, customer, page_token, state, base_state,
      stock, stock_generation, event_sequence, history_sequence, history_digest, expires_at, remind_before_s, remind_at, next_at, paid_at,
      closed_at, failure_code, failure_message, created_at, updated_at)
    select id, shop_id, account_id, false, order_id, amount_minor, 'PEN', '{"email":"rosa@example.pe"}', token, kind,
      case kind when 'paid' then 'pending' else kind end, ${STOCK}, 1, case when kind in ('pending', 'failed') then 1 else 2 end,
      ${HISTORY_LENGTH}, ${LAST_DIGEST}, expires_at, '{7200}', case kind when 'pending' then expires_at - interval '2 hours' end,
      case kind when 'pending' then expires_at end, paid_at, case when kind not in ('pending', 'paid') then ended_at end,
      case kind when 'failed' then '111' end, case kind when 'failed' then 'Solicitud con datos inválidos.' end, created_at,
      coalesce(ended_at, issued_at)
    from growth_life`,
  // Searches of what is still to be paid are due in the half hour before and after the filling.
  `insert into cip (id, payment_id, account_id, transaction_code, number, url, amount_minor, currency, current, status, status_at,
      expires_at, poll_at, poll_count, poll_priority, polled_at, announced_at, created_at)
    select cip_id, id, account_id, code, case when kind <> 'failed' then number end,
      case when kind <> 'failed' then 'https://cip.test/' || token || '.html' end, amount_minor, 'PEN', kind <> 'failed',
      case kind when 'cancelled' then 'removed' when 'failed' then 'refused' else kind end, coalesce(ended_at, issued_at), expires_at,
      case kind when 'pending' then filled_at - interval '30 minutes' + (place * 17 % 60) * interval '1 minute' end,
      case kind when 'failed' then 0 else 3 end,
      case when kind = 'pending' and expires_at > filled_at + interval '20 hours' then 'fresh'
        when kind = 'pending' and expires_at < filled_at + interval '8 hours' then 'deadline' else 'old' end,
      case when kind <> 'failed' then issued_at + interval '5 minutes' end, case kind when 'paid' then ended_at end, created_at
    from growth_life`,
  `insert into payment_item (payment_id, line, sku, name, quantity, unit_price_minor)
    select id, 0, 'POLO-M', 'Polo M', 1, amount_minor from growth_life`,
  `insert into stock_hold (payment_id, generation, line, sku, quantity, state, held_at, settled_at)
    select id, 1, 0, 'POLO-M', 1, ${STOCK}, created_at, ended_at from growth_life`,
  `insert into gateway_command (id, payment_id, cip_id, kind, purpose, status, actor, outcome, attempts, created_at, sent_at, settled_at)
    select create_id, id, cip_id, 'create', 'checkout', case kind when 'failed' then 'refused' else 'done' end, 'storefront',
      case kind when 'failed' then '{"code":"111","message":"Solicitud con datos inválidos."}' else jsonb_build_object('cip', number) end,
      1, created_at, created_at, issued_at
    from growth_life
    union all select delete_id, id, cip_id, 'delete', 'cancel', 'done', 'storefront', '{"confirmedBy":"delete"}', 1, ended_at, ended_at,
      ended_at
    from growth_life where kind = 'cancelled'`,
  `insert into gateway_fact (id, payment_id, cip_id, kind, source, operation_number, amount_minor, currency, occurred_at, observed_at,
      evidence, recorded_at)
    select fact_id, id, cip_id, 'paid', 'notification', operation_number, amount_minor, 'PEN', paid_at, ended_at, notification_id, ended_at
    from growth_life where kind = 'paid'`,
  `insert into receipt (id, payment_id, cip_id, operation_number, amount_minor, currency, paid_at, counts, fact_ids, recorded_at)
    select receipt_id, id, cip_id, operation_number, amount_minor, 'PEN', paid_at, 'applied', array[fact_id], ended_at
    from growth_life where kind = 'paid'`,
  `insert into notification (id, received_at, lane, account_id, path_account, raw, headers, source_address, peer_address,
      signature_verdict, source_verdict, body_verdict, event_type, cip_number, operation_number, transaction_code, status, attempts,
      outcome, payment_id, settled_at)
    select notification_id, ended_at, 'inbox', account_id, 'default', convert_to('{"eventType":"cip.paid","operationNumber":"'
        || operation_number || '","data":{"cip":"' || number || '","currency":"PEN","amount":' || ${money('amount_minor')}
        || ',"paymentDate":"' || ${lima('paid_at')} || '","transactionCode":"' || code || '"}}', 'UTF8'),
      jsonb_build_object('host', 'ingest.test', 'content-type', 'application/json', 'pe-signature', encode(sha256(id::bytea), 'hex')),
      '10.0.0.1', '10.0.0.1', 'valid', 'allowed', 'ok', 'cip.paid', number, operation_number, code, 'applied', 1, 'paid', id, ended_at
    from growth_life where kind = 'paid'`,
  `insert into payment_event (payment_id, sequence, type, at, actor, data, digest)
    select id, s.sequence, s.type, s.at, s.actor, s.data::jsonb, s.digest
    from growth_life cross join lateral (values ${STEPS.map(historyRow).join(', ')}) as s(sequence, type, at, actor, data, digest)
    where s.data is not null`,
  `insert into outbox_event (id, payment_id, shop_id, order_id, livemode, type, cause, sequence, blocking, position, body, created_at)
    select event_id, id, shop_id, order_id, false, type, cause, sequence, blocking,
      position_before + row_number() over (order by told_at, id, sequence),
      case when type = 'order.pending' then ${body('issued')} else ${body('ended')} end, told_at
    from (${events('issued', `kind <> 'failed'`)} union all ${events('ended', `kind <> 'pending'`)}) told`,
];

function historyRow(n: number): string {
  const [type, at, actor] = [
    byKind(n, (step) => `'${step.type}'`),
    byKind(n, (step) => step.at),
    byKind(n, (step) => `'${step.actor}'`),
  ];
  return `(${n}, ${type}, ${at}, ${actor}, data_${n}, digest_${n})`;
}
