import { DEEPEST_DEBT } from '#payments';
import type { CodeRecord, GatewayMoney, OrderRecord, Outcome, PaymentRecord } from './outcome.js';

const OPEN = new Set(['created', 'pending', 'expiring']);
const HOUR = 3_600_000;
/** As the product's `receipt-fold.ts` has it: a notification's date and a search's may differ by this much. */
const SAME_MONEY_WITHIN_MS = 5 * 60_000;

type OrderRule = (order: OrderRecord, outcome: Outcome) => string[];

/** What must be true of every order, whatever happened in those days. */
const ORDER_RULES: Readonly<Record<string, OrderRule>> = {
  'our money is the gateway’s': moneyDiffers,
  'a payment is what its money and its decisions make of it': stateDiffers,
  'every difference has its case, and no case lacks a cause': casesDiffer,
  'one order.paid for what is to be shipped, none for the rest': shipsWrongly,
  'stock follows the payment': stockDiffers,
  'nothing closes over money that came in time': closedOverMoney,
  'nothing that closed can be paid any more': paidAfterClosing,
  'nothing closes before its deadline, nor unconfirmed without need': closedEarly,
  'no request fails inside': (order) => [...order.failures],
};

/** What must be true of all of it together. */
const RULES: Readonly<Record<string, (outcome: Outcome) => string[]>> = {
  'nothing is left to do': (outcome) => [...outcome.left],
  'every code of somebody else that was paid is a case': strangersDiffer,
  'the ERP heard every event, in order per payment': eventsDiffer,
  'searches keep within the budget': overBudget,
};

/** Each broken rule with what broke it; none when all is well. */
export function brokenRules(outcome: Outcome): string[] {
  return [
    ...outcome.orders.flatMap((order) =>
      Object.entries(ORDER_RULES).flatMap(([name, rule]) =>
        rule(order, outcome).map((how) => `${name}: ${order.orderId} (${order.story}): ${how}`),
      ),
    ),
    ...Object.entries(RULES).flatMap(([name, rule]) => rule(outcome).map((how) => `${name}: ${how}`)),
  ];
}

/**
 * Money that we can know of, as far as we can know it. Money is known when it was announced, or when a search shows it: a
 * search shows a code whose number we have, and of a code that was paid twice the first payment only; it names no
 * operation, so that one of the same amount and minutes as an announced payment is taken for that one. That money was
 * taken back is known when that was announced, or when searches contradict an earlier one that had seen it. What neither
 * told, only the settlement can tell.
 */
export function knowableMoney(code: CodeRecord): readonly GatewayMoney[] {
  return code.monies.flatMap((money, place) => {
    const shown =
      place === 0 &&
      code.knownAtMs !== null &&
      (code.seenPaid || !money.reversed) &&
      !code.monies.some((other) => other !== money && other.announced && looksLike(other, money));
    if (!money.announced && !shown) return [];
    const takenBack = money.reversed && (money.reversalAnnounced || code.seenPaid);
    return [money.reversed === takenBack ? money : { ...money, reversed: takenBack }];
  });
}

function looksLike(one: GatewayMoney, other: GatewayMoney): boolean {
  return one.amountMinor === other.amountMinor && Math.abs(one.paidAtMs - other.paidAtMs) <= SAME_MONEY_WITHIN_MS;
}

function moneyDiffers({ payments }: OrderRecord): string[] {
  return payments.flatMap((payment) =>
    payment.codes.flatMap((code) => {
      const theirs = knowableMoney(code).map(describeMoney).toSorted().join(', ');
      const ours = code.receipts.map(describeMoney).toSorted().join(', ');
      return theirs === ours
        ? []
        : [`CIP ${code.number}: the gateway has ${theirs || 'nothing'}, we have ${ours || 'nothing'}`];
    }),
  );
}

function describeMoney({ amountMinor, reversed }: { amountMinor: number; reversed: boolean }): string {
  return `${amountMinor}${reversed ? ' reversed' : ''}`;
}

function stateDiffers({ payments }: OrderRecord): string[] {
  return payments.flatMap((payment) => {
    const right = rightMoney(payment);
    const live = right.filter((money) => !money.reversed);
    const expected = live.length > 0 ? 'paid' : right.length > 0 ? 'reversed' : payment.base;
    const problems = payment.state === expected ? [] : [`${payment.id} is ${payment.state}, ${expected} expected`];
    if (right.length === 0 && OPEN.has(payment.base)) problems.push(`${payment.id} is still ${payment.base}`);
    return problems;
  });
}

function casesDiffer(order: OrderRecord): string[] {
  const shipping = order.payments.find((payment) => ships(payment));
  return order.payments.flatMap((payment) => {
    const right = rightMoney(payment);
    const wrong = new Set(
      payment.codes.flatMap((code) =>
        knowableMoney(code)
          .filter((money) => money.amountMinor !== payment.amountMinor)
          .map((money) => `${code.number} ${money.amountMinor}`),
      ),
    );
    const reversed = right.filter((money) => money.reversed).length;
    const expected = [
      ...Array.from(wrong, () => 'wrong_amount'),
      ...Array.from({ length: Math.max(0, right.length - 1) }, () => 'paid_twice'),
      ...(right.length > 0 && !OPEN.has(payment.base) ? ['paid_late'] : []),
      ...(right.length > 0 && shipping !== undefined && shipping !== payment ? ['paid_twice'] : []),
      ...Array.from({ length: reversed }, () => 'reversed'),
      ...(payment.unconfirmed ? ['unconfirmed_close'] : []),
    ];
    const [wanted, found] = [expected, payment.cases].map((kinds) => [...kinds].toSorted().join(', '));
    return wanted === found ? [] : [`${payment.id} has cases [${found}], [${wanted}] expected`];
  });
}

function shipsWrongly(order: OrderRecord): string[] {
  const expected = order.payments.some((payment) => ships(payment)) ? 1 : 0;
  const problems: string[] = [];
  if (order.paidEvents.length !== expected)
    problems.push(`${order.paidEvents.length} order.paid in the outbox, ${expected} expected`);
  const shipped = new Set(order.paidAtErp).size;
  if (shipped !== expected) problems.push(`${shipped} order.paid at the ERP, ${expected} expected`);
  return problems;
}

function stockDiffers({ payments }: OrderRecord): string[] {
  return payments.flatMap((payment) => {
    const expected = ships(payment) ? 'committed' : 'released';
    const [hold, ...more] = payment.holds;
    if (payment.stock === expected && hold === expected && more.length === 0) return [];
    return [`${payment.id} has stock ${payment.stock} with holds [${payment.holds.join(', ')}], ${expected} expected`];
  });
}

function closedOverMoney({ payments }: OrderRecord): string[] {
  return payments.flatMap((payment) => {
    const { closedAtMs } = payment;
    // A closing that could not ask anybody does not know.
    if (closedAtMs === null || payment.unconfirmed) return [];
    return payment.codes.flatMap((code) =>
      knowableMoney(code)
        .filter(
          (money) =>
            money.amountMinor === payment.amountMinor &&
            money.paidAtMs < closedAtMs &&
            money.paidAtMs <= code.expiresAtMs &&
            wasKnown(code, closedAtMs),
        )
        .map((money) => `${payment.id} was ${payment.base} after operation ${money.operation} on CIP ${code.number}`),
    );
  });
}

function paidAfterClosing({ payments }: OrderRecord): string[] {
  return payments.flatMap((payment) => {
    const { closedAtMs } = payment;
    if (closedAtMs === null || payment.unconfirmed) return [];
    return payment.codes.flatMap((code) =>
      code.monies
        .filter(
          (money) => money.paidAtMs > closedAtMs && money.paidAtMs <= code.expiresAtMs && wasKnown(code, closedAtMs),
        )
        .map((money) => `CIP ${code.number} of ${payment.id} took operation ${money.operation} after its closing`),
    );
  });
}

function closedEarly({ payments }: OrderRecord, { unaskable }: Outcome): string[] {
  return payments.flatMap((payment) => {
    const { closedAtMs } = payment;
    if (closedAtMs === null) return [];
    const early = payment.base === 'expired' && closedAtMs < payment.expiresAtMs;
    const problems = early ? [`${payment.id} expired before its deadline`] : [];
    const excused = unaskable.some(({ fromMs, untilMs }) => closedAtMs >= fromMs && closedAtMs <= untilMs + HOUR);
    if (payment.unconfirmed && !excused) problems.push(`${payment.id} closed unconfirmed while the gateway answered`);
    return problems;
  });
}

function strangersDiffer({ strangers, unknownCips }: Outcome): string[] {
  return [
    ...strangers.filter((cip) => !unknownCips.includes(cip)).map((cip) => `CIP ${cip} has no case`),
    ...unknownCips.filter((cip) => !strangers.includes(cip)).map((cip) => `the case of CIP ${cip} has no cause`),
  ];
}

function eventsDiffer({ events, eventsAtErp }: Outcome): string[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const heard = new Set(eventsAtErp);
  const problems = events.filter((event) => !heard.has(event.id)).map((event) => `${event.id} never reached the ERP`);
  const latest = new Map<string, number>();
  for (const id of eventsAtErp) {
    const event = byId.get(id);
    if (!event) {
      problems.push(`the ERP has ${id}, which nobody wrote`);
      continue;
    }
    if (!event.blocking) continue;
    const before = latest.get(event.paymentId) ?? 0;
    if (event.sequence < before) problems.push(`${id} of ${event.paymentId} came after a later one`);
    latest.set(event.paymentId, Math.max(before, event.sequence));
  }
  return problems;
}

/** A bucket that holds a minute's worth, and may owe as much: a person's and a shop's questions are counted and never refused. */
function overBudget({ searchesAtMs, budgetPerMinute }: Outcome): string[] {
  let tokens = budgetPerMinute;
  let lowest = 0;
  let lowestAtMs = 0;
  searchesAtMs.forEach((atMs, place) => {
    const before = searchesAtMs[place - 1] ?? atMs;
    tokens = Math.min(budgetPerMinute, tokens + ((atMs - before) / 60_000) * budgetPerMinute) - 1;
    if (tokens < lowest) [lowest, lowestAtMs] = [tokens, atMs];
  });
  const excess = -lowest - DEEPEST_DEBT * budgetPerMinute;
  if (excess < 1) return [];
  const at = new Date(lowestAtMs).toISOString();
  return [`${Math.floor(excess)} more than ${budgetPerMinute} a minute allow, at ${at}`];
}

function rightMoney(payment: PaymentRecord): GatewayMoney[] {
  return payment.codes.flatMap((code) =>
    knowableMoney(code).filter((money) => money.amountMinor === payment.amountMinor),
  );
}

/** Money of the right amount on a payment that was never closed. */
function ships(payment: PaymentRecord): boolean {
  return OPEN.has(payment.base) && rightMoney(payment).length > 0;
}

function wasKnown(code: CodeRecord, atMs: number): boolean {
  return code.knownAtMs !== null && code.knownAtMs <= atMs;
}
