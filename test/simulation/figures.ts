import { DEFAULT_POLL_SCHEDULE } from '#payments';
import type { Lived } from './lived.js';
import type { OrderRecord } from './outcome.js';
import { knowableMoney } from './rules.js';
import type { SimulatedProduct } from './simulated-product.js';
import { nameOf } from './troubles.js';

/** What happened, in numbers, for the table at the end. Nothing here is judged. */
export async function readFigures(
  product: SimulatedProduct,
  lived: Lived,
  orders: readonly OrderRecord[],
): Promise<Map<string, number | string>> {
  const figures = new Map<string, number | string>();
  const count = (what: string, times = 1): void => void figures.set(what, Number(figures.get(what) ?? 0) + times);
  figures.set('orders', orders.length);
  for (const { payments } of orders) {
    for (const payment of payments) {
      count(`payments: ${payment.state === 'paid' && payment.closedAtMs !== null ? 'paid late' : payment.state}`);
      for (const kind of payment.cases) count(`cases: ${kind}`);
      for (const code of payment.codes) {
        count('codes of the gateway');
        if (code.knownAtMs === null) count('codes: answer lost for good');
        const knowable = knowableMoney(code);
        for (const money of code.monies) {
          count('money: taken by the gateway');
          if (!money.announced) count('money: not announced');
          const known = knowable.find((other) => other.operation === money.operation);
          if (!money.announced && known) count('money: found by asking');
          if (known?.reversed !== money.reversed) count('money: only the settlement can tell');
          if (money.amountMinor !== payment.amountMinor) count('money: of another amount');
          if (money.reversed) count('money: reversed');
        }
      }
    }
  }
  for (const answer of lived.orders.flatMap((order) => order.answers)) count(`answers: ${answer}`);
  for (const { trouble, fromMs, untilMs } of lived.fate.troubles.spells)
    count(`minutes of ${nameOf(trouble)}`, Math.round((untilMs - fromMs) / 60_000));
  for (const { operation, kind } of product.gateway.injected) count(`lost calls: ${operation} ${kind}`);
  figures.set('processes killed', product.seats.kills);
  figures.set('deliveries at the ERP', product.erp.deliveries.length);
  figures.set('events the ERP acted on', product.erp.events.length);
  for (const [operation, calls] of product.traffic.calls) figures.set(`calls: ${operation}`, calls);
  figures.set('CIPs asked for', product.traffic.askedCips);
  figures.set('CIPs asked for, by the schedule at most', scheduledQuestions(orders));
  const { rows } = await product.pool.query<{ count: number }>('select count(*)::int as count from payment_event');
  figures.set('rows of history', rows[0]?.count ?? 0);
  for (const [what, times] of product.stalls) figures.set(`steps left with due ${what}`, times);
  for (const [what, ms] of lived.spentMs) figures.set(`seconds of ${what}`, Math.round(ms / 1_000));
  return figures;
}

/** Every poll that the schedule plans for these lives, had none been skipped; last questions and operators apart. */
function scheduledQuestions(orders: readonly OrderRecord[]): number {
  const { first, everyMs, nearDeadlineMs, nearDeadlineEveryMs, afterClosing, afterPayment } = DEFAULT_POLL_SCHEDULE;
  const asked = orders.flatMap(({ payments }) =>
    payments.flatMap((payment) =>
      payment.codes.map((code) => {
        const bornMs = code.knownAtMs;
        if (bornMs === null) return 0;
        const paidMs = code.monies[0]?.paidAtMs ?? Infinity;
        const endMs = Math.min(paidMs, payment.closedAtMs ?? Infinity, code.expiresAtMs + nearDeadlineMs);
        const calmUntilMs = Math.min(endMs, code.expiresAtMs - nearDeadlineMs);
        const early = first.filter((ms) => bornMs + ms < endMs).length;
        const calmMs = Math.max(0, calmUntilMs - bornMs - (first.at(-1) ?? 0));
        const nearMs = Math.max(0, endMs - (code.expiresAtMs - nearDeadlineMs));
        const after = paidMs < Infinity ? afterPayment.length : afterClosing.length;
        return early + Math.ceil(calmMs / everyMs) + Math.ceil(nearMs / nearDeadlineEveryMs) + after;
      }),
    ),
  );
  return asked.reduce((sum, questions) => sum + questions, 0);
}
