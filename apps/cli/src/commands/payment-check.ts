import { PaymentCheck, type PaymentCheckReport } from '#payments';
import { type Command, EXIT } from '../command.js';
import { findPayments } from './find-payments.js';

interface CheckedPayment extends PaymentCheckReport {
  readonly id: string;
  readonly orderId: string;
  /** Why the gateway could not be asked; null when it answered. */
  readonly gatewayError: string | null;
}

/** Asks the gateway from this process: works while nothing else of the product does (requirement R15). */
export const paymentCheck: Command = {
  name: 'payment check',
  usage: '<id, orderId or cip> [--json]',
  summary: 'Asks PagoEfectivo now and applies what it says. Needs neither workers nor queue.',
  options: { json: { type: 'boolean' } },
  words: { min: 1, max: 1 },
  async run({ io, session, values, positionals }) {
    const payments = await session.payments();
    const check = new PaymentCheck(await session.database(), payments);
    const checked: CheckedPayment[] = [];
    for (const { payment, details } of await findPayments(payments, positionals[0] ?? '')) {
      const report = await check.check(payment.id);
      if (!report) continue;
      const unanswered = report.cipsAsked < report.cipsKnown;
      const reason = session.gatewayFailure(payment.accountId) ?? 'its answer said nothing about the CIP';
      checked.push({
        ...report,
        id: payment.id,
        orderId: details.orderId,
        gatewayError: unanswered ? reason : null,
      });
    }
    io.write(
      values['json'] === true ? `${JSON.stringify({ payments: checked }, null, 2)}\n` : checked.map(describe).join(''),
    );
    return checked.every(({ gatewayError }) => gatewayError === null) ? EXIT.ok : EXIT.failed;
  },
};

function describe(checked: CheckedPayment): string {
  const { id, orderId, before, after, notificationsApplied, commandSettled } = checked;
  const change = before === after ? `is ${after}, as before` : `was ${before} and is ${after}`;
  const lines = [
    `Order ${orderId} (${id}) ${change}.`,
    ...(notificationsApplied > 0 ? [`${notificationsApplied} stored notification(s) applied.`] : []),
    ...(commandSettled ? ['A call to PagoEfectivo of unknown outcome was settled.'] : []),
    asked(checked),
  ];
  return `${lines.join('\n  ')}\n`;
}

function asked({ cipsKnown, cipsAsked, gatewayError }: CheckedPayment): string {
  if (gatewayError !== null) {
    return `PagoEfectivo could not be asked about ${cipsKnown - cipsAsked} of ${cipsKnown} CIP(s): ${gatewayError}. \`chasqui doctor\` tells more.`;
  }
  return cipsKnown === 0 ? 'It has no CIP to ask about.' : `PagoEfectivo was asked about ${cipsAsked} CIP(s).`;
}
