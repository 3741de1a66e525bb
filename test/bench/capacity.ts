import { APPLIED } from './apply.js';
import { CLOSED_AFTER_DEADLINE } from './closing.js';
import { CREATED } from './create.js';
import type { Row } from './measure.js';
import { markdownTable } from './table.js';

const ORDERS_PER_DAY = [10_000, 100_000, 500_000, 1_000_000, 5_000_000];
/** Of a day's orders, in its busiest hour. */
const BUSIEST_HOUR = 0.12;
/** How far the busiest second lies above the mean of that hour. */
const PEAK = 3;

/** Seconds of the whole machine that one order takes, by what is done with it. */
export interface OrderCost {
  readonly create: number;
  readonly apply: number;
  readonly close: number;
}

/** Of the slower queue backend; null when something was not measured. */
export function orderCost(rows: readonly Row[]): OrderCost | null {
  const secondsOf = (measure: string): number | null => {
    const rates = rows.filter((row) => row.measure.endsWith(measure)).map(({ ours }) => ours);
    return rates.length === 0 ? null : 1 / Math.min(...rates);
  };
  const [create, apply, close] = [CREATED, APPLIED, CLOSED_AFTER_DEADLINE].map(secondsOf);
  return create == null || apply == null || close == null ? null : { create, apply, close };
}

/**
 * What a day's orders ask of the machine that was measured. Each is created; in the busiest second as many are paid or
 * closed, whichever costs more.
 */
export function capacityTable({ create, apply, close }: OrderCost): string {
  const lines = ORDERS_PER_DAY.map((perDay) => {
    const perHour = perDay * BUSIEST_HOUR;
    const perSecond = (perHour / 3_600) * PEAK;
    const share = perSecond * (create + Math.max(apply, close));
    return [
      perDay.toLocaleString('en'),
      perHour.toLocaleString('en'),
      perSecond.toFixed(1),
      `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`,
      Math.ceil(perHour / 60).toLocaleString('en'),
    ];
  });
  const headings = [
    'orders a day',
    'in the busiest hour',
    'in its busiest second',
    'of this machine',
    'creates a minute',
  ];
  return markdownTable(headings, lines);
}
