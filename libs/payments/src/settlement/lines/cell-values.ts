import { limaDate } from './lima-time.js';

/** A cell that was understood, or what is wrong with it as the end of a sentence: `is not …`. */
export type CellValue<T> = { readonly value: T } | { readonly wrong: string };

const SCIENTIFIC = /^(\d)(?:\.(\d+))?[eE](\+?)(\d{1,2})$/;
const WHOLE = /^(\d{1,14})(?:[.,]0+)?$/;

/**
 * A CIP number without leading zeros, however a spreadsheet mangled it: `213803274`, `00000213803274`, `213803274.0`,
 * `2.13803274E8`. Excel's own short form, `2.13803E+08`, has lost digits and is refused.
 */
export function readCip(text: string): CellValue<string> {
  const scientific = SCIENTIFIC.exec(text);
  const digits = scientific ? fromScientific(scientific) : WHOLE.exec(text)?.[1];
  if (digits === null) {
    return {
      wrong:
        'was shortened by Excel and has lost digits: format the column as a number without decimals, and export again',
    };
  }
  const number = digits?.replace(/^0+/, '') ?? '';
  return number === '' || number.length > 14 ? { wrong: 'is not a CIP of 1 to 14 digits' } : { value: number };
}

/** Null when digits are missing. `E8` is what programs write, with every digit there is; `E+08` is Excel's display. */
function fromScientific([, first = '', rest = '', plus = '', exponent = '']: RegExpExecArray): string | null {
  const power = Number(exponent);
  if (rest.length > power) return /^0+$/.test(rest.slice(power)) ? `${first}${rest.slice(0, power)}` : '';
  if (rest.length < power && (plus === '+' || exponent.startsWith('0'))) return null;
  return `${first}${rest}`.padEnd(power + 1, '0');
}

const SIGNS: Readonly<Record<string, 'PEN' | 'USD'>> = {
  'S/': 'PEN',
  'S/.': 'PEN',
  PEN: 'PEN',
  US$: 'USD',
  USD: 'USD',
  $: 'USD',
};
const MONEY = /^(S\/\.?|PEN|US\$|USD|\$)?\s*([\d.,]+)$/i;

/** An amount, and the currency where its cell names one. */
export interface ReadMoney {
  readonly minor: bigint;
  readonly currency: 'PEN' | 'USD' | null;
}

/**
 * Minor units of `129.90`, `129,90`, `1,299.90`, `1.299,90`, `1299`, `S/ 129.90`. With one separator and three digits
 * behind it (`1.299`) nobody can tell thousands from decimals: refused. `negative` takes `-5.00` and `(5.00)` too.
 */
export function readMoney(text: string, options: { negative?: boolean } = {}): CellValue<ReadMoney> {
  const bracketed = /^\((.+)\)$/.exec(text)?.[1];
  const minus = bracketed === undefined && text.startsWith('-');
  const [, sign = '', number = ''] = MONEY.exec(bracketed ?? (minus ? text.slice(1).trim() : text)) ?? [];
  if (number === '') return { wrong: 'is not an amount such as 129.90' };
  if ((minus || bracketed !== undefined) && options.negative !== true) return { wrong: 'is negative' };
  const parts = splitDecimals(number);
  if ('wrong' in parts) return parts;
  const { whole, fraction } = parts.value;
  if (whole.length > 16) return { wrong: 'has more than sixteen digits' };
  const minor = BigInt(whole + fraction.slice(0, 2).padEnd(2, '0'));
  return {
    value: { minor: minus || bracketed !== undefined ? -minor : minor, currency: SIGNS[sign.toUpperCase()] ?? null },
  };
}

function splitDecimals(number: string): CellValue<{ whole: string; fraction: string }> {
  const unclear = { wrong: 'could be thousands or decimals: write it with two decimals, as in 1299.00' };
  const separators = number.replace(/\d/g, '');
  const last = separators.at(-1);
  if (last === undefined) return { value: { whole: number, fraction: '' } };
  const groups = number.split(/[.,]/);
  const [head = '', ...others] = groups;
  const isGrouped = (parts: readonly string[]): boolean =>
    /^\d{1,3}$/.test(head) && parts.every((part) => /^\d{3}$/.test(part));
  const isMixed = new Set(separators).size > 1;
  // All separators alike and more than one: 1,299,900.
  if (separators.length > 1 && !isMixed) {
    return isGrouped(others)
      ? { value: { whole: groups.join(''), fraction: '' } }
      : { wrong: 'is not an amount such as 129.90' };
  }
  const fraction = others.at(-1) ?? '';
  const thousands = others.slice(0, -1);
  if (
    separators.indexOf(last) !== separators.length - 1 ||
    head === '' ||
    (thousands.length > 0 && !isGrouped(thousands))
  ) {
    return { wrong: 'is not an amount such as 129.90' };
  }
  if (fraction.length > 2 && !/^\d{2}0+$/.test(fraction)) {
    return fraction.length === 3 && !isMixed ? unclear : { wrong: 'is finer than a céntimo' };
  }
  if (fraction.length === 3 && !isMixed) return unclear;
  return { value: { whole: head + thousands.join(''), fraction } };
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?$/;
const PERUVIAN =
  /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ T]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([ap])?\.?\s*(?:m\.?)?)?$/i;
const SERIAL = /^\d{5}(?:[.,]\d+)?$/;
const NEVER = /^(-|1900-01-01.*|0?1\/0?1\/1900.*)?$/;

const DAY_MS = 86_400_000;
/** 1899-12-30, from which Excel counts days. */
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30);

/**
 * An instant, null for the panel's ways of saying never. ISO 8601, `dd/mm/yyyy hh:mm[:ss]` and Excel's serial numbers, all
 * meant as Lima time unless ISO names a zone. Never `mm/dd`. `serialOffset`: see `XlsxSheet`.
 */
export function readInstant(text: string, serialOffset = 0): CellValue<Date | null> {
  if (NEVER.test(text)) return { value: null };
  const value = SERIAL.test(text)
    ? fromSerial(Number(text.replace(',', '.')) + serialOffset)
    : (fromIso(text) ?? fromPeruvian(text));
  if (value === null) {
    return {
      wrong: 'is not a date such as 22/11/2026 18:30:00 (day first), 2026-11-22 18:30:00, or a number of Excel',
    };
  }
  const year = value.getUTCFullYear();
  return year < 2000 || year > 2100 ? { wrong: 'is not a date of this century' } : { value };
}

function fromSerial(days: number): Date {
  return limaDate(new Date(SERIAL_EPOCH_MS + Math.round((days * DAY_MS) / 1000) * 1000));
}

function fromIso(text: string): Date | null {
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', zone] = ISO.exec(text) ?? [];
  const wall = wallClock([year, month, day, hour, minute, second]);
  if (wall === null || zone === undefined) return wall && limaDate(wall);
  if (zone === 'Z') return wall;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return new Date(wall.getTime() - (zone.startsWith('-') ? -1 : 1) * minutes * 60_000);
}

function fromPeruvian(text: string): Date | null {
  const [, day = '', month = '', year = '', hour = '0', minute = '0', second = '0', half] = PERUVIAN.exec(text) ?? [];
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return null;
  const hours = half === undefined ? hour : String((Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0));
  const wall = wallClock([year, month, day, hours, minute, second]);
  return wall && limaDate(wall);
}

/** Null for what no calendar and no clock has; Date would roll February 30th over into March. */
function wallClock(parts: readonly string[]): Date | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  if (year === 0 || hour > 23 || minute > 59 || second > 59) return null;
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day ? wall : null;
}
