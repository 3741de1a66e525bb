import { readBooks } from '../simulation/books.js';
import { brokenRules } from '../simulation/rules.js';
import type { OrderRecord } from '../simulation/outcome.js';
import type { ShopOrder } from '../simulation/shop-order.js';
import { copyGatewayBooks } from './gateway-books.js';
import { readTrueMoments, type TrueMoments } from './true-time.js';
import type { World } from './world.js';

/**
 * What must be true of these orders once everything is whole again: the rules of the simulation, with moments of one
 * right clock, and that nothing is gone that was answered for.
 */
export async function judge(world: World, orders: readonly ShopOrder[]): Promise<string[]> {
  await copyGatewayBooks(world.pool);
  const [books, moments, unkept, believed, payable] = await Promise.all([
    readBooks(world, orders),
    readTrueMoments(world.pool),
    world.pool.query<{ what: string }>(ANSWERED_AND_GONE),
    world.pool.query<{ cip: string }>(BELIEVED),
    world.pool.query<{ what: string }>(PAYABLE_IN_VAIN),
  ]);
  const records = books.orders.map((order) => atTrueTime(order, moments));
  return [
    ...brokenRules({ ...books, orders: records, searchesAtMs: [], budgetPerMinute: 1, unaskable: [] }),
    ...unkept.rows.map(({ what }) => `what was answered 200 is in the inbox: ${what}`),
    ...believed.rows.map(({ cip }) => `no forgery is answered 200: about CIP ${cip}`),
    ...payable.rows.map(({ what }) => `a code that nobody should pay is deleted: ${what}`),
    ...orders.flatMap((order, place) =>
      answeredAndGone(order, books.orders[place]).map((how) => `what was answered 2xx is there: ${how}`),
    ),
  ];
}

function atTrueTime(order: OrderRecord, { closedAtMs, knownAtMs }: TrueMoments): OrderRecord {
  return {
    ...order,
    payments: order.payments.map((payment) => ({
      ...payment,
      closedAtMs: payment.closedAtMs === null ? null : (closedAtMs.get(payment.id) ?? payment.closedAtMs),
      codes: payment.codes.map((code) => ({ ...code, knownAtMs: knownAtMs.get(code.number) ?? code.knownAtMs })),
    })),
  };
}

/** Payments and codes that a caller was told of, and nobody knows. */
export function answeredAndGone(
  {
    plan,
    paymentIds,
    codes,
  }: { readonly plan: { readonly orderId: string } } & Pick<ShopOrder, 'paymentIds' | 'codes'>,
  record: Pick<OrderRecord, 'payments'> | undefined,
): string[] {
  const ids = new Set(record?.payments.map((payment) => payment.id));
  const numbers = new Set(record?.payments.flatMap((payment) => payment.codes.map((code) => code.number)));
  return [
    ...paymentIds.filter((id) => !ids.has(id)).map((id) => `${plan.orderId} was told of payment ${id}`),
    ...codes.filter((code) => !numbers.has(code)).map((code) => `${plan.orderId} was shown CIP ${code}`),
  ];
}

export const BELIEVED = `
  select s.cip::text as cip from sandbox.notification s
  where s.forged and jsonb_path_exists(s.deliveries, '$[*] ? (@.status == 200)')`;

/**
 * Codes with a known number and no money that PagoEfectivo would have taken money for, five minutes and more after nobody
 * should pay them: the payment was paid or closed, or another code stood in their place. A delete that was
 * begun excuses: business time jumps while it is under way, and one that the gateway does not confirm is tried again later.
 */
export const PAYABLE_IN_VAIN = `
  select 'CIP ' || c.number || ' of ' || p.order_id || ' (' || c.payment_id || ') could be paid until ' || s.expires_at
    || ', though nobody should since ' || greatest(known.at, unwanted.at) as what
  from sandbox.cip s join cip c on c.transaction_code = s.transaction_code join payment p on p.id = c.payment_id
    join chaos.moment known on known.what = 'known' and known.subject = c.number,
    lateral (select min(m.at) as at from chaos.moment m where m.what = 'unwanted' and m.subject in (c.id, p.id)) unwanted
  where s.removed_at is null and not p.unconfirmed and not exists (select from sandbox.payment m where m.cip = s.number)
    and not exists (select from gateway_command g where g.cip_id = c.id and g.kind = 'delete' and g.created_at < s.expires_at)
    and greatest(known.at, unwanted.at) + interval '5 minutes' < s.expires_at and unwanted.at is not null`;

/** The inbox keeps every message that it answered with 200, repetitions too. */
export const ANSWERED_AND_GONE = `
  select 'of ' || sent.answered || ' messages about CIP ' || sent.cip || ' there are ' || kept.count as what
  from (select s.cip, s.body, sum(jsonb_array_length(jsonb_path_query_array(s.deliveries, '$[*] ? (@.status == 200)')))::int as answered
        from sandbox.notification s where not s.forged group by s.cip, s.body) sent,
    lateral (select count(*)::int as count from notification n
      where n.cip_number = sent.cip::text and n.lane = 'inbox' and n.raw = convert_to(sent.body, 'UTF8')) kept
  where kept.count < sent.answered`;
