import { formatLima, normalizeCip } from '#pagoefectivo';
import { formatDuration, ProblemError } from '#platform';
import type { DataSource } from 'typeorm';
import type { BackgroundLoop } from '../background/background-loop.js';
import { nextOperationNumber, type CipBook, type CipChange } from '../cips/cip-book.js';
import type { PaymentDesk } from '../cips/payment-desk.js';
import type { SandboxClock } from '../clock/sandbox-clock.js';
import type { RequestEntity } from '../database/request.entity.js';
import type { FaultSwitchboard } from '../faults/fault-switchboard.js';
import type { Faults, Operation } from '../faults/faults.js';
import type { NotificationQueue } from '../notifications/notification-queue.js';
import type { RequestLog } from '../request-log/request-log.js';
import type { CipReader } from './cip-reader.js';
import type { CipView } from './cip-view.js';
import {
  readAdvance,
  readAnnounceOrder,
  readCipQuery,
  readNotifyMode,
  readPayOrder,
  readRequestQuery,
} from './control-requests.js';
import { toPage } from './page-cursor.js';

type Fields = Readonly<Record<string, unknown>>;

export interface ControlServiceParts {
  dataSource: DataSource;
  book: CipBook;
  desk: PaymentDesk;
  notifications: NotificationQueue;
  faults: FaultSwitchboard;
  clock: SandboxClock;
  requests: RequestLog;
  cips: CipReader;
  loop: BackgroundLoop;
}

export interface ClockView {
  /** Business time, Lima. */
  now: string;
  /** ISO 8601, how far it is ahead of the machine's. */
  offset: string;
}

export interface RequestView {
  id: string;
  at: string;
  operation: Operation;
  method: string;
  path: string;
  status: number | null;
  transactionCode: string | null;
  cips: string[];
  body: unknown;
  fault: string | null;
}

/** The control plane (api-contract.md, "Sandbox gateway"): everything a shopper, an agent or bad luck can do. */
export class ControlService {
  constructor(private readonly parts: ControlServiceParts) {}

  async pay(cip: string, body: Fields, publicUrl: string): Promise<CipView> {
    const order = readPayOrder(body);
    return this.applied(await this.parts.desk.pay(numberOf(cip), order, this.parts.clock.moment()), cip, publicUrl);
  }

  async expire(cip: string, body: Fields, publicUrl: string): Promise<CipView> {
    // The document knows no expiry message; one integration listens for it, so it comes only when asked for.
    const notify = readNotifyMode(body, 'never');
    return this.applied(await this.parts.desk.expire(numberOf(cip), notify, this.parts.clock.moment()), cip, publicUrl);
  }

  async reverse(cip: string, body: Fields, publicUrl: string): Promise<CipView> {
    const notify = readNotifyMode(body, 'once');
    return this.applied(
      await this.parts.desk.reverse(numberOf(cip), notify, this.parts.clock.moment()),
      cip,
      publicUrl,
    );
  }

  /** Announces what did not happen: nothing about the CIP changes. */
  async announce(cip: string, body: Fields, publicUrl: string): Promise<CipView> {
    const order = readAnnounceOrder(body);
    const moment = this.parts.clock.moment();
    const change = await this.parts.book.change(numberOf(cip), async (row, manager) => {
      const operationNumber = await nextOperationNumber(manager);
      const payment = { operationNumber, amountMinor: order.amountMinor ?? row.amountMinor, paidAt: moment.stamp };
      await this.parts.notifications.add(manager, row, { ...order, payment }, moment);
      return null;
    });
    return this.applied(change, cip, publicUrl);
  }

  async cips(query: Fields, publicUrl: string): Promise<{ data: CipView[]; nextCursor: string | null }> {
    const { filter, page } = readCipQuery(query);
    const at = { now: this.parts.clock.moment().stamp, publicUrl };
    const views = await this.parts.cips.views(await this.parts.cips.list(filter, { ...page, now: at.now }), at);
    return toPage(views, page.limit, { view: (view) => view, id: (view) => view.cip });
  }

  async cip(cip: string, publicUrl: string): Promise<CipView> {
    const row = await this.parts.book.find(numberOf(cip));
    const at = { now: this.parts.clock.moment().stamp, publicUrl };
    const [view] = row === null ? [] : await this.parts.cips.views([row], at);
    if (view === undefined) throw unknownCip(cip);
    return view;
  }

  async requests(query: Fields): Promise<{
    data: RequestView[];
    counts: Record<Operation, number>;
    nextCursor: string | null;
  }> {
    const { filter, page } = readRequestQuery(query);
    const [rows, counts] = await Promise.all([
      this.parts.requests.list(filter, page),
      this.parts.requests.counts(filter.transactionCode),
    ]);
    return { ...toPage(rows, page.limit, { view: toRequestView, id: (row) => row.id }), counts };
  }

  faults(): Readonly<Faults> {
    return this.parts.faults.current;
  }

  mergeFaults(patch: Fields): Promise<Readonly<Faults>> {
    return this.parts.faults.merge(patch);
  }

  async clearFaults(): Promise<Readonly<Faults>> {
    await this.parts.faults.clear();
    return this.parts.faults.current;
  }

  clock(): ClockView {
    const { clock } = this.parts;
    const { offsetMs } = clock;
    const offset = `${offsetMs < 0 ? '-' : ''}${formatDuration(Math.abs(Math.round(offsetMs)))}`;
    return { now: formatLima(clock.now()), offset };
  }

  async advance(body: Fields): Promise<ClockView> {
    if (!(await this.parts.clock.advance(readAdvance(body)))) {
      throw new ProblemError({ status: 409, code: 'clock_too_far', title: 'The clock cannot go that far.' });
    }
    this.parts.loop.wake();
    return this.clock();
  }

  /**
   * Forgets CIPs, messages, requests and faults. Numbers go on where they were and the clock stays: a product that
   * remembers the old ones must meet neither a number twice nor a time before its own.
   */
  async reset(): Promise<void> {
    await this.parts.loop.between(async () => {
      // Locked in the order in which every change locks them: first the CIP, then what hangs on it.
      await this.parts.dataSource.query(
        `truncate sandbox.cip, sandbox.act, sandbox.payment, sandbox.refund, sandbox.notification, sandbox.request`,
      );
      await this.parts.faults.clear();
    });
  }

  private async applied(change: CipChange, cip: string, publicUrl: string): Promise<CipView> {
    switch (change.kind) {
      case 'unknown_cip':
        throw unknownCip(cip);
      case 'refused':
        throw new ProblemError({
          status: 409,
          code: 'wrong_state',
          title: 'The CIP is not in a state that allows this.',
          detail: `CIP ${change.status === 'pending' ? 'has no payment to take back' : `is ${change.status}`}.`,
          cipStatus: change.status,
        });
      case 'changed':
        this.parts.loop.wake();
        return this.cip(cip, publicUrl);
    }
  }
}

function toRequestView(row: RequestEntity): RequestView {
  const { id, operation, method, path, status, transactionCode, cips, body, fault } = row;
  return { id, at: formatLima(row.at), operation, method, path, status, transactionCode, cips, body, fault };
}

function numberOf(cip: string): string {
  const number = normalizeCip(cip);
  if (number === null) throw unknownCip(cip);
  return number;
}

function unknownCip(cip: string): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'unknown_cip',
    title: 'There is no such CIP.',
    detail: `The sandbox never gave out ${JSON.stringify(cip.slice(0, 20))}, or it was reset since.`,
  });
}
