import type { AlertNotice } from '../alerts/alerts.js';
import type { FailingEndpoint } from './endpoint-state.js';

const HOUR_MS = 60 * 60_000;
/** Orders that nobody ships for a day are more than a nuisance. */
const CRITICAL_AFTER_MS = 24 * HOUR_MS;

export function failingKey(endpointId: string): string {
  return `endpoint_failing:${endpointId}`;
}

export function disabledKey(endpointId: string): string {
  return `endpoint_disabled:${endpointId}`;
}

/** What a person hears about an endpoint. The address is told without its query, which may hold a token. */
export function toNotice(endpoint: FailingEndpoint, now: Date): AlertNotice {
  const { endpointId, shopId, livemode, error } = endpoint;
  const { origin, pathname } = new URL(endpoint.url);
  const forMs = now.getTime() - endpoint.failingSince.getTime();
  const hours = Math.floor(forMs / HOUR_MS);
  const numbers = { endpointId, shopId, livemode, hours, error };
  switch (endpoint.reason) {
    case 'gone':
      return {
        kind: 'endpoint_disabled',
        key: disabledKey(endpointId),
        severity: 'critical',
        summary: `${origin}${pathname} of shop ${shopId} answered 410: it is switched off, and its events wait.`,
        numbers,
      };
    case 'failing':
      return {
        kind: 'endpoint_failing',
        key: failingKey(endpointId),
        severity: forMs >= CRITICAL_AFTER_MS ? 'critical' : 'warning',
        summary: `${origin}${pathname} of shop ${shopId} has taken nothing for ${hours} h: ${error ?? 'no answer'}.`,
        numbers,
      };
  }
}
