import type { RefundDestination } from '../domain/index.js';
import type { FieldProblem } from '../outbox/endpoint-fields.js';
import type { SecretSealer } from '../secret-sealer.port.js';

/** Where the shopper wants the money: an interbank code (CCI), or an account at a named bank. */
export interface BankAccount {
  readonly type: 'cci' | 'account';
  /** Bank of an account; a CCI names its own. */
  readonly bank: string | null;
  /** 20 digits of a CCI, or an account number as the bank writes it. */
  readonly number: string;
  readonly holder: string;
  readonly documentType: string | null;
  readonly documentNumber: string | null;
}

const TAIL_LENGTH = 4;

/**
 * What is wrong with it. Of a CCI the 20 digits and the bank code in front are checked; its two check digits are not,
 * because no rule for them is published by an authority that we could cite.
 */
export function checkBankAccount(account: BankAccount): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const wrong = (field: string, rule: string): void => {
    problems.push({ field: `destination.${field}`, code: 'wrong_format', message: `destination.${field} ${rule}` });
  };
  if (account.type === 'cci' && !/^(?!000)\d{20}$/.test(account.number)) {
    wrong('number', 'must be the 20 digits of a CCI, without blanks or hyphens; the first three name the bank.');
  }
  if (account.type === 'account') {
    if (!/^(?=(?:\D*\d){6})[\d-]{6,30}$/.test(account.number)) {
      wrong('number', 'must be an account number: 6 to 30 digits and hyphens.');
    }
    if (account.bank === null || !isLine(account.bank, 60)) {
      wrong('bank', 'must name the bank of the account, in up to 60 characters.');
    }
  }
  if (!isLine(account.holder, 100)) wrong('holder', 'must name the holder of the account, in up to 100 characters.');
  if (account.documentType !== null && !isLine(account.documentType, 20)) {
    wrong('documentType', 'must be a kind of document, such as DNI, in up to 20 characters.');
  }
  if (account.documentNumber !== null && !/^[A-Za-z0-9-]{4,20}$/.test(account.documentNumber)) {
    wrong('documentNumber', 'must be 4 to 20 letters and digits.');
  }
  return problems;
}

/** Sealed for the books; bank and last digits stay readable, so that people can tell refunds apart. */
export function sealDestination(account: BankAccount, sealer: SecretSealer, givenBy: string): RefundDestination {
  return {
    sealed: sealer.seal(JSON.stringify(account)),
    kind: account.type,
    bank: account.type === 'cci' ? account.number.slice(0, 3) : (account.bank ?? ''),
    tail: account.number.replace(/\D/g, '').slice(-TAIL_LENGTH),
    givenBy,
  };
}

/** Throws when the master key that sealed it is not at hand. */
export function openDestination(sealed: string, sealer: SecretSealer): BankAccount {
  const value: unknown = JSON.parse(sealer.open(sealed));
  if (typeof value !== 'object' || value === null) throw new Error('a sealed destination holds no account');
  const text = (name: string): string | null => {
    const member: unknown = Reflect.get(value, name);
    return typeof member === 'string' ? member : null;
  };
  return {
    type: text('type') === 'cci' ? 'cci' : 'account',
    bank: text('bank'),
    number: text('number') ?? '',
    holder: text('holder') ?? '',
    documentType: text('documentType'),
    documentNumber: text('documentNumber'),
  };
}

function isLine(text: string, maxLength: number): boolean {
  return (
    text.trim() === text && text.length >= 1 && text.length <= maxLength && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text)
  );
}
