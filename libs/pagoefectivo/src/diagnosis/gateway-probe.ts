import type { Dispatcher } from 'undici';
import { clockAheadOf } from '../client/answer.js';
import { forwardTo } from '../client/dispatch-handler.js';
import { createEgress, type Egress } from '../client/egress.js';
import type { GatewayConnection } from '../client/gateway-connector.js';
import type { GatewayOutcome } from '../client/gateway-outcome.js';
import { PagoEfectivoClient } from '../client/pagoefectivo-client.js';

export interface GatewayProbe {
  readonly outcome: GatewayOutcome<{ expiresAt: Date }>;
  /** How far the gateway's clock is ahead of ours by its `Date`, in ms; negative is behind, null when it told none. */
  readonly aheadMs: number | null;
}

/** Authorizes once, as a checkout would, and compares clocks on the way: also a refusal says what time it is. */
export async function probeGateway(
  account: GatewayConnection,
  how: { readonly now: () => Date; readonly timeoutMs: number; readonly egress: Egress },
): Promise<GatewayProbe> {
  const egress = createEgress(how.egress, how.timeoutMs);
  let aheadMs: number | null = null;
  const dispatcher = egress.compose(
    noteDate((date) => {
      aheadMs = clockAheadOf(date, how.now()) ?? aheadMs;
    }),
  );
  const { baseUrl, serviceId, accessKey, secretKey } = account;
  const { now, timeoutMs } = how;
  const client = new PagoEfectivoClient({ baseUrl, serviceId, accessKey, secretKey, now, timeoutMs, dispatcher });
  try {
    const outcome = await client.authorize();
    return { outcome, aheadMs };
  } finally {
    await egress.close();
  }
}

function noteDate(onDate: (date: string) => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      ...forwardTo(handler),
      onResponseStart(controller, status, headers, message) {
        const { date } = headers;
        if (typeof date === 'string') onDate(date);
        handler.onResponseStart?.(controller, status, headers, message);
      },
    });
}
