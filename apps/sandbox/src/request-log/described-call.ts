import { normalizeCip, type JsonValue } from '#pagoefectivo';
import { isStorable } from '../database/storable.js';
import type { Operation } from '../faults/faults.js';
import { parseJson } from '../fields/json.js';
import { asWireList, asWireObject, wireText, type WireObject } from '../gateway-api/wire-body.js';

/** What a call says of itself, whether or not it is carried out. */
export interface DescribedCall {
  transactionCode: string | null;
  cips: string[];
  /** As received; null where it holds nothing but secrets or CIP numbers. */
  body: unknown;
}

const LOGGED_BODIES: ReadonlySet<Operation> = new Set(['create', 'extend', 'refund']);

export function describeCall(
  operation: Operation,
  call: { body: WireObject | null; rawBody: Buffer; pathCip: string | null },
): DescribedCall {
  return {
    transactionCode: operation === 'create' ? storedText(call.body?.get('transactioncode')) : null,
    cips: operation === 'search' ? searched(call.body) : known([call.pathCip ?? undefined]),
    body: LOGGED_BODIES.has(operation) ? (parseJson(call.rawBody) ?? null) : null,
  };
}

function searched(body: WireObject | null): string[] {
  const list = asWireList(body?.get('data')) ?? [];
  return known(list.map((entry) => asWireObject(entry)?.get('cip')));
}

function known(cips: readonly (JsonValue | undefined)[]): string[] {
  return cips.map(normalizeCip).filter((cip) => cip !== null);
}

function storedText(value: JsonValue | undefined): string | null {
  const text = wireText(value)?.slice(0, 100) ?? null;
  return text !== null && isStorable(text) ? text : null;
}
