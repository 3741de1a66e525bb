import type { CaseView, FoundPayment, Payments, PaymentView, TimelineEntry } from '#payments';
import { limaInstant } from '#payments';
import { type Command, EXIT } from '../command.js';
import { clockTime, columns } from '../print/columns.js';
import { findPayments } from './find-payments.js';

const CASES_SHOWN = 100;

interface ShownPayment {
  readonly payment: PaymentView;
  readonly cips: readonly {
    number: string | null;
    transactionCode: string;
    status: string;
    nextSearchAt: string | null;
  }[];
  readonly cases: readonly CaseView[];
  readonly timeline: readonly TimelineEntry[];
}

/** The true state of an order, and how it came to it (requirements R9, R15). */
export const paymentShow: Command = {
  name: 'payment show',
  usage: '<id, orderId or cip> [--json]',
  summary: 'Shows payments with money, CIPs, cases and timeline. Times are Lima time.',
  options: { json: { type: 'boolean' } },
  words: { min: 1, max: 1 },
  async run({ io, session, values, positionals }) {
    const payments = await session.payments();
    const found = await findPayments(payments, positionals[0] ?? '');
    const shown: ShownPayment[] = [];
    for (const one of found) shown.push(await gather(payments, one));
    io.write(
      values['json'] === true ? `${JSON.stringify({ payments: shown }, null, 2)}\n` : shown.map(describe).join('\n'),
    );
    return EXIT.ok;
  },
};

async function gather(payments: Payments, found: FoundPayment): Promise<ShownPayment> {
  const { id, cips } = found.payment;
  return {
    payment: payments.reader.view(found),
    cips: cips.map((cip) => ({
      number: cip.number,
      transactionCode: cip.transactionCode,
      status: cip.status,
      nextSearchAt: cip.pollAt && limaInstant(cip.pollAt),
    })),
    cases: await payments.cases.list({ paymentId: id, limit: CASES_SHOWN }),
    timeline: await payments.timeline.of(id),
  };
}

function describe({ payment, cips, cases, timeline }: ShownPayment): string {
  const marks = [payment.late ? 'late' : '', payment.inReview ? 'in review' : '', payment.livemode ? '' : 'test']
    .filter((mark) => mark !== '')
    .join(', ');
  const { firstName, lastName, email, phone } = payment.customer;
  return [
    `Order ${payment.orderId}: ${payment.state}${marks === '' ? '' : ` (${marks})`}\n`,
    columns([
      ['  payment', payment.id],
      ['  amount', `${payment.currency} ${payment.amount}`],
      ['  customer', [firstName, lastName, email, phone].filter(Boolean).join(' ')],
      ['  created', clockTime(payment.createdAt)],
      ['  expires', clockTime(payment.expiresAt)],
      ['  paid', clockTime(payment.paidAt)],
      ['  stock', payment.stock],
      ['  page', payment.paymentPageUrl],
    ]),
    section(
      'Money',
      payment.receipts.map((receipt) => [
        `${receipt.currency} ${receipt.amount}`,
        `paid ${clockTime(receipt.paidAt)}`,
        `operation ${receipt.operationNumber === '' ? '-' : receipt.operationNumber}`,
        `CIP ${receipt.cip ?? '-'}`,
        receipt.reversedAt === null ? receipt.counts : `reversed ${clockTime(receipt.reversedAt)}`,
      ]),
    ),
    section(
      'CIPs',
      cips.map((cip) => [
        cip.number ?? '(no number)',
        cip.status,
        cip.transactionCode,
        cip.nextSearchAt === null ? 'no search planned' : `next search ${clockTime(cip.nextSearchAt)}`,
      ]),
    ),
    section(
      'Cases',
      cases.map((entry) => [
        entry.kind,
        entry.state,
        `opened ${clockTime(entry.openedAt)}`,
        entry.resolution === null ? '' : `${entry.resolution} by ${entry.resolvedBy ?? '-'}: ${entry.reason ?? ''}`,
      ]),
    ),
    section(
      'Timeline',
      timeline.map((entry) => [clockTime(entry.at), entry.kind, entry.what, entry.actor, gist(entry)]),
    ),
  ].join('');
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `${title}\n${columns(rows.map((row) => [`  ${row[0] ?? ''}`, ...row.slice(1)]))}`;
}

/** The few words of an entry's data that say most. */
function gist({ kind, data }: TimelineEntry): string {
  const words = (...names: string[]): string =>
    names
      .map((name) => data[name])
      .filter((value) => value !== null && value !== undefined && value !== '')
      .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
      .join(' ');
  switch (kind) {
    case 'notification':
      return words('signature', 'source', 'status', 'outcome');
    case 'gateway_call':
      return words('outcome', 'httpStatus', 'error');
    case 'delivery':
      return words('httpStatus', 'error');
    case 'history':
      return words('from', 'to', 'reason', 'amountMinor', 'operationNumber');
    case 'event':
      return words('id');
  }
}
