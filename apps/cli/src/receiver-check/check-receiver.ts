import { setTimeout as pause } from 'node:timers/promises';
import { RECEIVER_CHECKS, type ReceiverCheck } from './receiver-checks.js';
import { ReceiverDesk, type ReceiverDeskParts } from './receiver-desk.js';

export interface CheckOutcome {
  readonly name: string;
  readonly title: string;
  readonly passed: boolean;
  /** What is wrong and how to mend it; null when nothing is. */
  readonly problem: string | null;
}

export interface ReceiverReport {
  readonly url: string;
  readonly checks: readonly CheckOutcome[];
  /** Whether every order was shipped as often as it must; null where no address counts shipments. */
  readonly shipsExactlyOnce: boolean | null;
  readonly passed: boolean;
}

export interface CheckReceiverParts extends ReceiverDeskParts {
  /** How long the receiver is left alone before shipments are counted for the last time. */
  readonly settleMs: number;
}

interface Tried {
  readonly check: ReceiverCheck;
  readonly problem: string | null;
  readonly expected: ReadonlyMap<string, number>;
}

/**
 * Sends a receiver everything that can happen to deliveries, and counts what it shipped. Whether it commits before it
 * answers cannot be seen from outside. Throws a sentence when nobody answers at all, or shipments cannot be counted.
 */
export async function checkReceiver(parts: CheckReceiverParts): Promise<ReceiverReport> {
  const { line } = parts;
  const tried: Tried[] = [];
  for (const check of RECEIVER_CHECKS) {
    const desk = new ReceiverDesk(parts);
    if (tried.length === 0) await mustAnswer(desk, line.url);
    const problem = await check.run(desk);
    for (const [orderId, times] of desk.expected) if (times > 0) await desk.awaitShipment(orderId);
    tried.push({ check, problem, expected: desk.expected });
  }
  // What ships a second time a little later, or for a message it refused, is seen at the end.
  if (parts.shipments !== null) await pause(parts.settleMs);
  const counter = new ReceiverDesk(parts);
  let wrongly = 0;
  const checks: CheckOutcome[] = [];
  for (const { check, problem, expected } of tried) {
    const shipping = await shippingProblem(counter, check, expected);
    if (shipping !== null) wrongly += 1;
    const all = [problem, shipping].filter((one) => one !== null).join('; ');
    checks.push({ name: check.name, title: check.title, passed: all === '', problem: all === '' ? null : all });
  }
  return {
    url: line.url.href,
    checks,
    shipsExactlyOnce: parts.shipments === null ? null : wrongly === 0,
    passed: checks.every(({ passed }) => passed),
  };
}

async function mustAnswer(desk: ReceiverDesk, url: URL): Promise<void> {
  const { status, error } = await desk.send(desk.events.event('endpoint.test'));
  if (status === null)
    throw new Error(
      `Nobody answers at ${url.href}: ${error ?? 'no reason'}. Start the receiver, and check its address.`,
    );
  if (status === 404 || status === 405)
    throw new Error(`${url.href} answered ${status}: that is not where events are received. Check the path.`);
}

async function shippingProblem(
  desk: ReceiverDesk,
  { shipping }: ReceiverCheck,
  expected: ReadonlyMap<string, number>,
): Promise<string | null> {
  for (const [orderId, times] of expected) {
    const count = await desk.shipmentsOf(orderId);
    if (count !== null && count !== times)
      return `shipped ${orderId} ${timesOf(count)} and should ${timesOf(times)}: ${shipping}`;
  }
  return null;
}

function timesOf(count: number): string {
  if (count === 0) return 'never';
  return count === 1 ? 'once' : `${count} times`;
}
