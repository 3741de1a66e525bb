import { CASE_KINDS, CASE_RULES, type CaseKind, RESOLUTIONS, type Resolution } from '#payments';

/** A record, so that a kind without a line here does not compile. */
const KINDS: Record<CaseKind, string> = {
  paid_late: 'money came after the payment was closed',
  wrong_amount: 'money of another amount or currency',
  paid_twice: 'money beyond what the order costs',
  reversed: 'money that was taken back',
  unknown_cip: 'money on a code that we do not know',
  unconfirmed_close: 'closed without the word of PagoEfectivo, which could not be reached',
  settlement_difference: 'a settlement that says something else',
};

export const CASE_KINDS_EXPLAINED = CASE_KINDS.map((kind) => `\`${kind}\`: ${KINDS[kind]}`).join('; ');

const MEANINGS: Record<Resolution, string> = {
  accept:
    'the money counts, and `order.paid` follows if the order never had one; a settlement difference is written off',
  refund: 'a refund of the money is asked for, in the same step',
  close: 'only records what was done about it',
};

const takenBy = (resolution: Resolution): string =>
  CASE_KINDS.filter((kind) => CASE_RULES[kind].resolutions[resolution] !== undefined).join(', ');

export const RESOLUTIONS_EXPLAINED = RESOLUTIONS.map(
  (resolution) => `\`${resolution}\`: ${MEANINGS[resolution]} (${takenBy(resolution)})`,
).join('; ');
