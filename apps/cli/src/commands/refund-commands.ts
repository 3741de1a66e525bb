import { REFUND_CHANNELS, REFUND_STATES, type RefundChannel, type RefundState } from '#payments';
import { amountOrNone, optional, required, textOptions } from '../admin/options.js';
import { ACTOR, say, sayList } from '../admin/say.js';
import { type Command, type CommandCall, UsageError } from '../command.js';
import { clockTime } from '../print/columns.js';
import { DESK } from './desk-group.js';
import { findPayment } from './find-payment.js';
import { DESTINATION_HELP, destinationOf } from './refund-input.js';
import { describeRefund, sayRefund, unknownRefund } from './refund-say.js';
import { refundSteps } from './refund-steps.js';

const LIMIT = 200;
const MAX_REASON = 200;

/** Money that goes back (requirement R4). */
export const refundCommands: readonly Command[] = [
  {
    name: 'refund list',
    group: DESK,
    usage: `[--state ${REFUND_STATES.join('|')}] [--payment <id>] [--json]`,
    summary: `Lists refunds, latest first, at most ${LIMIT}.`,
    options: textOptions('state', 'payment'),
    async run(call) {
      const { refundReader } = await call.session.payments();
      const state = stateOf(optional(call.values, 'state'));
      const paymentId = optional(call.values, 'payment');
      const rows = await refundReader.list({
        limit: LIMIT,
        ...(state === undefined ? {} : { state }),
        ...(paymentId === undefined ? {} : { paymentId }),
      });
      return sayList(call, {
        name: 'refunds',
        rows,
        heading: ['REQUESTED', 'STATE', 'AMOUNT', 'CHANNEL', 'ORDER', 'REFUND'],
        cells: (refund) => [
          clockTime(refund.requestedAt),
          refund.state,
          `${refund.amount} ${refund.currency}`,
          refund.channel,
          refund.orderId,
          refund.id,
        ],
      });
    },
  },
  {
    name: 'refund show',
    group: DESK,
    usage: '<refund id> [--account] [--json]',
    summary: 'Shows a refund; with --account the whole bank account, which the audit log notes.',
    options: { ...textOptions(), account: { type: 'boolean' } },
    words: { min: 1, max: 1 },
    async run(call) {
      const id = call.positionals[0] ?? '';
      const { refunds, refundReader } = await call.session.payments();
      const found = await refundReader.find(id);
      if (!found) throw unknownRefund(id);
      const account = call.values['account'] === true ? await refunds.reveal({ refundId: id, actor: ACTOR }) : null;
      const whole = account && Object.entries(account).map(([name, value]) => `  ${name}: ${value ?? '-'}`);
      return say(call, {
        json: { refund: found.view, ...(account ? { account } : {}) },
        text: [describeRefund(found.view), ...(whole ?? [])].join('\n'),
      });
    },
  },
  {
    name: 'refund request',
    group: DESK,
    usage:
      '<payment id, orderId or cip> --reason <text> [--receipt <id>] [--amount 50.00] [--channel manual|api] [--credit-note <no>] [--approve] [--stdin] [--json]',
    summary: 'Asks for money of a receipt to go back; all that is left of it unless told otherwise.',
    details: `--approve approves it at once where the shop's limit allows one's own.\n${DESTINATION_HELP}`,
    options: {
      ...textOptions('reason', 'receipt', 'amount', 'channel', 'credit-note'),
      approve: { type: 'boolean' },
      stdin: { type: 'boolean' },
    },
    required: ['reason'],
    words: { min: 1, max: 1 },
    async run(call) {
      const { values } = call;
      const payments = await call.session.payments();
      const { payment } = await findPayment(payments, call.positionals[0] ?? '');
      const amount = optional(values, 'amount');
      const outcome = await payments.refunds.request({
        paymentId: payment.id,
        receiptId: optional(values, 'receipt') ?? null,
        amountMinor: amount === undefined ? null : amountOrNone('--amount', amount),
        reason: reasonOf(call),
        channel: channelOf(optional(values, 'channel')),
        destination: await destinationOf(call),
        creditNote: optional(values, 'credit-note') ?? null,
        actor: ACTOR,
        approve: values['approve'] === true,
      });
      return sayRefund(call, '', outcome);
    },
  },
  ...refundSteps,
];

function reasonOf(call: CommandCall): string {
  const reason = required(call.values, 'reason').trim();
  if (reason.length >= 1 && reason.length <= MAX_REASON) return reason;
  throw new UsageError(`--reason is a text of 1 to ${MAX_REASON} characters.`);
}

function channelOf(text: string | undefined): RefundChannel {
  const channel = REFUND_CHANNELS.find((known) => known === (text ?? 'manual'));
  if (channel === undefined) throw new UsageError(`--channel is ${REFUND_CHANNELS.join(' or ')}, not ${String(text)}.`);
  return channel;
}

function stateOf(text: string | undefined): RefundState | undefined {
  if (text === undefined) return undefined;
  const state = REFUND_STATES.find((known) => known === text);
  if (state === undefined) throw new UsageError(`--state is one of ${REFUND_STATES.join(', ')}, not ${text}.`);
  return state;
}
