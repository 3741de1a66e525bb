import { formatLima, NEVER_ON_THE_WIRE } from '#pagoefectivo';
import type { SearchOddity } from '../faults/faults.js';
import type { Answer } from './envelope.js';

const DAY_MS = 24 * 60 * 60_000;
/** A number that has no source. */
const UNHEARD_OF_STATUS = { status: 29, statusName: 'Observado.' };

/** The honest items of a search, bent into an answer that must not be believed. Empty structures stay as they are. */
export function oddSearch(
  oddity: SearchOddity,
  items: readonly Readonly<Record<string, unknown>>[],
  stamp: Date,
): Answer {
  switch (oddity) {
    case 'unknownStatus':
      return found(
        each(items, { ...UNHEARD_OF_STATUS, datePayment: NEVER_ON_THE_WIRE, dateRemoval: NEVER_ON_THE_WIRE }),
      );
    case 'foreignCode':
      return found(each(items, { transactionCode: 'ANOTHER-ORDER' }));
    case 'stranger':
      return found(items.map((item) => ('cip' in item ? { ...item, cip: Number(item['cip']) + 500_000_000 } : item)));
    case 'emptyList':
      return found([]);
    case 'otherShape':
      return found('OK');
    case 'errorCode':
      return { kind: 'contradiction', code: '166' };
    case 'futurePayment':
      return found(paid(items, new Date(stamp.getTime() + 400 * DAY_MS)));
    case 'ancientPayment':
      return found(paid(items, new Date('1970-01-01T05:00:00Z')));
  }
}

function found(data: unknown): Answer {
  return { kind: 'success', status: 200, data };
}

function each(
  items: readonly Readonly<Record<string, unknown>>[],
  change: Record<string, unknown>,
): Record<string, unknown>[] {
  return items.map((item) => ('cip' in item ? { ...item, ...change } : item));
}

/** Only the date of what is paid: that money is there is true. */
function paid(items: readonly Readonly<Record<string, unknown>>[], at: Date): Record<string, unknown>[] {
  return items.map((item) =>
    'datePayment' in item && item['datePayment'] !== NEVER_ON_THE_WIRE
      ? { ...item, datePayment: formatLima(at) }
      : item,
  );
}
