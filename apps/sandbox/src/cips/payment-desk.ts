import type { EntityManager } from 'typeorm';
import { parseDuration } from '#platform';
import type { Moment } from '../clock/sandbox-clock.js';
import type { CipEntity } from '../database/cip.entity.js';
import { PaymentEntity } from '../database/payment.entity.js';
import { RefundEntity } from '../database/refund.entity.js';
import type { FaultSwitchboard } from '../faults/fault-switchboard.js';
import type { NotifyMode } from '../notifications/notification-plan.js';
import type { NotificationQueue } from '../notifications/notification-queue.js';
import { nextOperationNumber, saveState, type CipBook, type CipChange } from './cip-book.js';
import { shownStatus } from './cip-state.js';

/** Where the sandbox's money comes from when nobody says. */
export const DEFAULT_CHANNEL = 'BCP agente';

export interface PayOrder {
  channel: string;
  /** null: the CIP's own amount. */
  amountMinor: bigint | null;
  notify: NotifyMode;
  /** Business time before the notification; null: the mode's own. */
  delayMs: number | null;
}

export interface RefundOrder {
  refundCode: string;
  amountMinor: bigint;
  currency: string;
  reason: string | null;
}

export type RefundOutcome =
  | { kind: 'refunded'; refund: RefundEntity; fresh: boolean }
  | { kind: 'unknown_cip' }
  | { kind: 'wrong'; field: 'cip' | 'amount' | 'currency' | 'refundCode' };

/** Agents, banks and wallets: what happens to a CIP's money. */
export class PaymentDesk {
  constructor(
    private readonly book: CipBook,
    private readonly notifications: NotificationQueue,
    private readonly faults: FaultSwitchboard,
  ) {}

  /**
   * Takes a payment and announces it as asked. Also for an expired CIP (an agent that was faster than the clock) and
   * for a paid one (paid twice: a second operation, the CIP keeps its first payment) unless `unlessPaid`; only a
   * removed one refuses always.
   */
  async pay(
    number: string,
    order: PayOrder,
    moment: Moment,
    options: { within?: EntityManager; unlessPaid?: boolean } = {},
  ): Promise<CipChange> {
    return this.book.change(
      number,
      async (cip, manager) => {
        if (cip.status === 'removed' || (cip.status === 'paid' && options.unlessPaid === true)) return cip.status;
        const payment = manager.create(PaymentEntity, {
          cip: cip.number,
          operationNumber: await nextOperationNumber(manager),
          channel: order.channel,
          amountMinor: order.amountMinor ?? cip.amountMinor,
          paidAt: moment.stamp,
          reversedAt: null,
        });
        await manager.insert(PaymentEntity, payment);
        if (cip.status === 'pending') {
          const paid = { status: 'paid', paidAt: payment.paidAt, paidMinor: payment.amountMinor } as const;
          await saveState(manager, cip, paid, moment);
        }
        const announcement = { eventType: 'cip.paid', mode: order.notify, delayMs: order.delayMs, payment } as const;
        await this.notifications.add(manager, cip, announcement, moment);
        return null;
      },
      options.within,
    );
  }

  /** Takes the latest payment back (extorno, §6): the CIP shows what is left of its payments, or pending again. */
  async reverse(number: string, notify: NotifyMode, moment: Moment, within?: EntityManager): Promise<CipChange> {
    return this.book.change(
      number,
      async (cip, manager) => {
        const standing = await standingPayments(manager, cip);
        const latest = standing.at(-1);
        if (latest === undefined) return shownStatus(cip, moment.stamp);
        await manager.update(PaymentEntity, { id: latest.id }, { reversedAt: moment.stamp });
        const [first] = standing.slice(0, -1);
        const left =
          first === undefined
            ? ({ status: 'pending', paidAt: null, paidMinor: null } as const)
            : ({ status: 'paid', paidAt: first.paidAt, paidMinor: first.amountMinor } as const);
        await saveState(manager, cip, left, moment);
        const announcement = { eventType: 'cip.refunded', mode: notify, delayMs: null, payment: latest } as const;
        await this.notifications.add(manager, cip, announcement, moment);
        return null;
      },
      within,
    );
  }

  /** Moves the date of a pending CIP into the past, so that it is expired from now on. */
  async expire(number: string, notify: NotifyMode, moment: Moment): Promise<CipChange> {
    return this.book.change(number, async (cip, manager) => {
      const status = shownStatus(cip, moment.stamp);
      if (status !== 'pending') return status;
      await saveState(manager, cip, { expiresAt: new Date(moment.stamp.getTime() - 1_000) }, moment);
      const announcement = { eventType: 'cip.expired', mode: notify, delayMs: null, payment: null } as const;
      await this.notifications.add(manager, cip, announcement, moment);
      return null;
    });
  }

  /**
   * Refunds up to what was paid; the same `refundCode` again is the same refund. The CIP stays paid (§13.5). Whether the
   * real service announces it is not known: this one does, as `refundAnnouncedAfter` says.
   */
  async refund(number: string, order: RefundOrder, moment: Moment): Promise<RefundOutcome> {
    let outcome: RefundOutcome = { kind: 'unknown_cip' };
    await this.book.change(number, async (cip, manager) => {
      const made = await refundWithin(manager, cip, order, moment);
      outcome = made;
      if (made.kind === 'refunded' && made.fresh) await this.announceRefund(manager, cip, made.refund, moment);
      return null;
    });
    return outcome;
  }

  private async announceRefund(
    manager: EntityManager,
    cip: CipEntity,
    { amountMinor }: RefundEntity,
    moment: Moment,
  ): Promise<void> {
    const { refundAnnouncedAfter } = this.faults.current;
    if (refundAnnouncedAfter === 'never') return;
    const operationNumber = await nextOperationNumber(manager);
    const payment = { operationNumber, amountMinor, paidAt: moment.stamp };
    const delayMs = parseDuration(refundAnnouncedAfter);
    await this.notifications.add(manager, cip, { eventType: 'cip.refunded', mode: 'once', delayMs, payment }, moment);
  }
}

async function refundWithin(
  manager: EntityManager,
  cip: CipEntity,
  order: RefundOrder,
  moment: Moment,
): Promise<RefundOutcome> {
  const known = await manager.findOneBy(RefundEntity, { cip: cip.number, refundCode: order.refundCode });
  if (known !== null) {
    const same = known.amountMinor === order.amountMinor && known.currency === order.currency;
    return same ? { kind: 'refunded', refund: known, fresh: false } : { kind: 'wrong', field: 'refundCode' };
  }
  const paid = sum(await standingPayments(manager, cip));
  if (paid === 0n) return { kind: 'wrong', field: 'cip' };
  if (order.currency !== cip.currency) return { kind: 'wrong', field: 'currency' };
  const refunded = sum(await manager.findBy(RefundEntity, { cip: cip.number }));
  if (refunded + order.amountMinor > paid) return { kind: 'wrong', field: 'amount' };
  const refund = manager.create(RefundEntity, { ...order, cip: cip.number, refundedAt: moment.stamp });
  await manager.insert(RefundEntity, refund);
  return { kind: 'refunded', refund, fresh: true };
}

async function standingPayments(manager: EntityManager, cip: CipEntity): Promise<PaymentEntity[]> {
  const payments = await manager.find(PaymentEntity, { where: { cip: cip.number }, order: { id: 'ASC' } });
  return payments.filter((payment) => payment.reversedAt === null);
}

function sum(rows: readonly { amountMinor: bigint }[]): bigint {
  return rows.reduce((total, row) => total + row.amountMinor, 0n);
}
