import type { EntityManager } from 'typeorm';
import type { EndpointCircuit, FailedAttempt } from './endpoint-circuit.js';
import { afterFailure } from './endpoint-circuit.js';

const HOUR_MS = 60 * 60_000;
/** Longer than a restart or a deployment of an ERP takes. */
const ALERT_AFTER_MS = HOUR_MS;
const ALERT_AGAIN_MS = 24 * HOUR_MS;

/** How an endpoint is reached, its secrets as they stand in the database. */
export interface SealedConnection {
  readonly url: string;
  /** The current secret, and the one before it while a rotation overlaps. */
  readonly sealedSecrets: readonly string[];
  /** JSON of the headers sent besides ours. */
  readonly sealedHeaders: string | null;
  /** PEM. */
  readonly clientCertificate: string | null;
  readonly sealedClientKey: string | null;
  /** PEM. */
  readonly caCertificate: string | null;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
}

/** An endpoint that a person must hear about. */
export interface FailingEndpoint {
  readonly endpointId: string;
  readonly shopId: string;
  readonly livemode: boolean;
  readonly url: string;
  /** `gone`: it answered 410 and is switched off now; `failing`: nothing was taken for an hour, or for another day. */
  readonly reason: 'gone' | 'failing';
  readonly failingSince: Date;
  /** What the last attempt said. */
  readonly error: string | null;
}

export interface ClosedCircuit {
  readonly endpointId: string;
  /** A person had heard that it fails. */
  readonly told: boolean;
  /** So many failed that nothing but probes was sent. */
  readonly wasOpen: boolean;
}

/** What closes the circuit of an endpoint and forgets its failures, for an `update webhook_endpoint set`. */
export const CLOSED = `failures = 0, last_failed_delivery = null, failing_since = null, alerted_at = null,
  circuit_openings = 0, circuit_open_until = null`;

/**
 * An acknowledgement ends every failure of its endpoint; a row is touched only where there was one. $1 ids of endpoints.
 * Answers `ClosedCircuit`.
 */
export const CLOSE_CIRCUITS = `
  with failing as materialized (
    select id, alerted_at, circuit_openings from webhook_endpoint
    where id = any($1) and failing_since is not null order by id for no key update
  )
  update webhook_endpoint w set ${CLOSED} from failing before where w.id = before.id
  returning w.id as "endpointId", before.alerted_at is not null as told, before.circuit_openings > 0 as "wasOpen"`;

/** Counts a failure on the endpoint's row, which stays locked. Answers whom a person must hear about now. */
export async function noteFailure(
  manager: EntityManager,
  { endpointId, url }: { readonly endpointId: string; readonly url: string },
  failed: FailedAttempt & { readonly error: string | null },
): Promise<FailingEndpoint | null> {
  const [row] = await manager.query<EndpointRow[]>(
    `select shop_id as "shopId", livemode, url, enabled, failures, last_failed_delivery as "lastFailedDelivery",
       failing_since as "failingSince", circuit_openings as openings, circuit_open_until as "openUntil",
       alerted_at as "alertedAt"
     from webhook_endpoint where id = $1 for no key update`,
    [endpointId],
  );
  // What an address answered that is not the endpoint's any more says nothing about the endpoint.
  if (!row || row.url !== url) return null;
  const circuit = afterFailure(row, failed);
  const reason = alertReason(row, circuit, failed);
  await manager.query(
    `update webhook_endpoint set failures = $2, last_failed_delivery = $3, failing_since = $4, circuit_openings = $5,
       circuit_open_until = $6, alerted_at = $7 where id = $1`,
    [
      endpointId,
      circuit.failures,
      circuit.lastFailedDelivery,
      circuit.failingSince,
      circuit.openings,
      circuit.openUntil,
      reason === null ? row.alertedAt : failed.now,
    ],
  );
  if (reason === null) return null;
  const { shopId, livemode } = row;
  const failingSince = circuit.failingSince ?? failed.now;
  return { endpointId, shopId, livemode, url, reason, failingSince, error: failed.error };
}

/** 410 says that nobody lives there any more. Unless its address was changed while that answer was on its way. */
export async function disableGoneEndpoint(
  manager: EntityManager,
  { endpointId, url, now }: { readonly endpointId: string; readonly url: string; readonly now: Date },
): Promise<void> {
  await manager.query(
    `update webhook_endpoint set enabled = false, disabled_reason = 'gone', updated_at = $3
     where id = $1 and url = $2 and enabled`,
    [endpointId, url, now],
  );
}

interface EndpointRow extends EndpointCircuit {
  readonly shopId: string;
  readonly livemode: boolean;
  readonly url: string;
  readonly enabled: boolean;
  readonly alertedAt: Date | null;
}

function alertReason(
  row: EndpointRow,
  circuit: EndpointCircuit,
  failed: FailedAttempt,
): FailingEndpoint['reason'] | null {
  if (!row.enabled) return null;
  if (failed.httpStatus === 410) return 'gone';
  const now = failed.now.getTime();
  const failingForMs = circuit.failingSince === null ? 0 : now - circuit.failingSince.getTime();
  const toldAgoMs = row.alertedAt === null ? Infinity : now - row.alertedAt.getTime();
  return failingForMs >= ALERT_AFTER_MS && toldAgoMs >= ALERT_AGAIN_MS ? 'failing' : null;
}
