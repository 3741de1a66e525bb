import type { CaseKind } from '#payments';

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

export const CASE_KINDS = Object.keys(KINDS) as readonly CaseKind[];

export const CASE_KINDS_EXPLAINED = CASE_KINDS.map((kind) => `\`${kind}\`: ${KINDS[kind]}`).join('; ');
