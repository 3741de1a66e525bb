import type { JsonValue } from '../wire/exact-json.js';
import type { Reading } from './answer.js';
import type { GatewayOperation } from './gateway-call.js';

/** One call of the API: what is sent, and how the `data` of its answer is read. */
export interface Call<T> {
  operation: GatewayOperation;
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  /** JSON text, `null` for no body. */
  body: string | null;
  /** The CIPs it is about, for the record; a create knows its CIP only when it succeeded. */
  cipNumbers(value: T | null): string[];
  paymentRef: string | null;
  read: (data: JsonValue | undefined) => Reading<T>;
}
