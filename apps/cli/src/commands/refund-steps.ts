import type { RefundDesk, RefundOutcome } from '#payments';
import { optional, required, textOptions } from '../admin/options.js';
import { ACTOR } from '../admin/say.js';
import { type Command, type CommandCall, UsageError } from '../command.js';
import { DESK } from './desk-group.js';
import { DESTINATION_HELP, destinationOf, evidenceOf } from './refund-input.js';
import { sayRefund } from './refund-say.js';

const MAX_TEXT = 500;

/** What becomes of a refund, step by step. */
export const refundSteps: readonly Command[] = [
  step({
    name: 'refund describe',
    usage: '[--credit-note <no>] [--stdin]',
    summary: 'Says where the money of a requested refund goes, or names its credit note.',
    details: DESTINATION_HELP,
    options: { ...textOptions('credit-note'), stdin: { type: 'boolean' } },
    async act(refunds, refundId, call) {
      const destination = await destinationOf(call);
      const creditNote = optional(call.values, 'credit-note') ?? null;
      if (!destination && creditNote === null) throw new UsageError('Nothing was said: give --stdin or --credit-note.');
      return refunds.describe({ refundId, actor: ACTOR, destination, creditNote });
    },
  }),
  step({
    name: 'refund approve',
    usage: '',
    summary: 'Approves a refund; above the limit only one that another asked for.',
    options: textOptions(),
    act: (refunds, refundId) => refunds.approve({ refundId, actor: ACTOR }),
  }),
  step({
    name: 'refund reject',
    usage: '--reason <text>',
    summary: 'Rejects a refund, or withdraws one before its money moves.',
    options: textOptions('reason'),
    required: ['reason'],
    act: (refunds, refundId, call) => refunds.reject({ refundId, actor: ACTOR, reason: textOf(call, 'reason') }),
  }),
  step({
    name: 'refund sent',
    usage: '[--bank-reference <no>]',
    summary: 'Notes that the bank was ordered to pay a refund.',
    options: textOptions('bank-reference'),
    act: (refunds, refundId, call) => refunds.markSent({ refundId, actor: ACTOR, bankReference: referenceOf(call) }),
  }),
  step({
    name: 'refund done',
    usage: '[--evidence <file>] [--note <text>] [--bank-reference <no>]',
    summary: 'Notes that the shopper has the money, with what proves it; the shop hears order.refunded.',
    options: textOptions('evidence', 'note', 'bank-reference'),
    act: async (refunds, refundId, call) =>
      refunds.markDone({
        refundId,
        actor: ACTOR,
        bankReference: referenceOf(call),
        evidence: await evidenceOf(call),
      }),
  }),
  step({
    name: 'refund bounced',
    usage: '--reason <text>',
    summary: 'Notes that the money came back; it can be asked for again.',
    options: textOptions('reason'),
    required: ['reason'],
    act: (refunds, refundId, call) => refunds.markBounced({ refundId, actor: ACTOR, reason: textOf(call, 'reason') }),
  }),
];

function step(
  of: Pick<Command, 'name' | 'summary' | 'details' | 'options' | 'required'> & {
    readonly usage: string;
    readonly act: (refunds: RefundDesk, refundId: string, call: CommandCall) => Promise<RefundOutcome>;
  },
): Command {
  const { act, usage, ...command } = of;
  return {
    ...command,
    group: DESK,
    usage: ['<refund id>', usage, '[--json]'].filter((part) => part !== '').join(' '),
    words: { min: 1, max: 1 },
    async run(call) {
      const id = call.positionals[0] ?? '';
      const { refunds } = await call.session.payments();
      return sayRefund(call, id, await act(refunds, id, call));
    },
  };
}

function referenceOf(call: CommandCall): string | null {
  return optional(call.values, 'bank-reference') === undefined ? null : textOf(call, 'bank-reference');
}

function textOf(call: CommandCall, name: string): string {
  const text = required(call.values, name).trim();
  if (text.length >= 1 && text.length <= MAX_TEXT) return text;
  throw new UsageError(`--${name} is a text of 1 to ${MAX_TEXT} characters.`);
}
