import type { DataSource } from 'typeorm';
import { Alerts } from '../alerts/alerts.js';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { SecretSealer } from '../secret-sealer.port.js';
import { disabledKey, failingKey } from './endpoint-alerts.js';
import type { EndpointFields, FieldProblem } from './endpoint-fields.js';
import { checkEndpointFields } from './endpoint-fields.js';
import type { SealedConnection } from './endpoint-state.js';
import { CLOSED } from './endpoint-state.js';
import type { CertificateSummary } from './endpoint-tls.js';
import { certificateSummary } from './endpoint-tls.js';
import { toWebhookMessage } from './webhook-connection.js';
import type { WebhookAnswer, WebhookSender } from './webhook-sender.js';
import { isAcknowledged } from './webhook-sender.js';
import type { SignatureScheme } from './webhook-signature.js';
import { newSigningSecret } from './webhook-signature.js';
import type { TargetPolicy } from './webhook-target.js';

/** How long a receiver may go on checking with the secret before (requirement R16). */
const ROTATION_OVERLAP_MS = 24 * 60 * 60_000;

export interface WebhookEndpoint {
  readonly id: string;
  readonly livemode: boolean;
  readonly url: string;
  readonly description: string | null;
  /** Event types wanted; empty means all. */
  readonly types: readonly string[];
  readonly enabled: boolean;
  /** Why it was disabled without anybody asking: `gone` after an answer 410. */
  readonly disabledReason: string | null;
  readonly signature: SignatureScheme;
  /** `whpk_…` to check ed25519 signatures with; null for HMAC, which is checked with the secret. */
  readonly publicKey: string | null;
  /** Until when signatures of the secret before the last rotation are sent too; null when there is none. */
  readonly previousSecretUntil: Date | null;
  /** Names of the headers sent besides ours; their values are never shown. */
  readonly headerNames: readonly string[];
  /** What is shown to the receiver in mutual TLS. */
  readonly clientCertificate: CertificateSummary | null;
  /** Who may have signed the receiver's certificate; null for the public authorities. */
  readonly caCertificate: CertificateSummary | null;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
  /** Sends under way at a time, of all processes together. */
  readonly maxConcurrent: number;
  /** Null for no limit. */
  readonly ratePerMinute: number | null;
  /** Since when nothing has been acknowledged though it was tried; null while all is well. */
  readonly failingSince: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type EndpointChange =
  | { readonly kind: 'saved'; readonly endpoint: WebhookEndpoint }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'not_found' };

/** `secret` is shown this once; null with ed25519, whose public key is all that a receiver needs. */
export type EndpointCreation =
  | { readonly kind: 'created'; readonly endpoint: WebhookEndpoint; readonly secret: string | null }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

export interface EndpointTest extends WebhookAnswer {
  readonly eventId: string;
  readonly acknowledged: boolean;
}

export interface ShopEndpoint {
  readonly shopId: string;
  readonly endpointId: string;
}

export interface SecretRotation {
  /** The scheme from now on; as before when absent. */
  readonly signature?: SignatureScheme;
  /** How long messages carry the signature before too; 24 h when absent, 0 for a secret that leaked. */
  readonly overlapMs?: number;
}

export interface WebhookEndpointsParts {
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly sealer: SecretSealer;
  /** Judges addresses when they are set; the sender judges them again when it connects. */
  readonly targets: TargetPolicy;
  readonly sender: WebhookSender;
}

/** Where a shop wants its events sent. */
export class WebhookEndpoints {
  private readonly alerts: Alerts;

  constructor(private readonly parts: WebhookEndpointsParts) {
    this.alerts = new Alerts(parts.dataSource, parts.clock);
  }

  /** `livemode` follows the shop: test and live never meet (invariant 10). */
  async create(
    shopId: string,
    fields: EndpointFields & { readonly url: string },
    signature: SignatureScheme = 'hmac-sha256',
  ): Promise<EndpointCreation> {
    const { clock, dataSource, sealer } = this.parts;
    const now = clock.now();
    const problems = await checkEndpointFields(fields, { targets: this.parts.targets, now });
    if (problems.length > 0) return { kind: 'invalid', problems };
    const { secret, publicKey } = newSigningSecret(signature);
    const columns = {
      id: newId('we', now),
      secret_ciphertext: sealer.seal(secret),
      public_key: publicKey,
      created_at: now,
      updated_at: now,
      ...this.columnsOf(fields),
    };
    const names = Object.keys(columns);
    const [row] = await dataSource.query<EndpointRow[]>(
      `insert into webhook_endpoint (shop_id, livemode, ${names.join(', ')})
       select s.id, s.livemode, ${names.map((_name, index) => `$${index + 2}`).join(', ')} from shop s where s.id = $1
       returning ${COLUMNS}`,
      [shopId, ...Object.values(columns)],
    );
    if (!row) throw new Error(`there is no shop ${shopId}`);
    return { kind: 'created', endpoint: toEndpoint(row), secret: publicKey === null ? secret : null };
  }

  async list(shopId: string): Promise<WebhookEndpoint[]> {
    const rows = await this.parts.dataSource.query<EndpointRow[]>(
      `select ${COLUMNS} from webhook_endpoint where shop_id = $1 and deleted_at is null order by id`,
      [shopId],
    );
    return rows.map(toEndpoint);
  }

  async get({ shopId, endpointId }: ShopEndpoint): Promise<WebhookEndpoint | null> {
    const [row] = await this.parts.dataSource.query<EndpointRow[]>(
      `select ${COLUMNS} from webhook_endpoint where id = $1 and shop_id = $2 and deleted_at is null`,
      [endpointId, shopId],
    );
    return row ? toEndpoint(row) : null;
  }

  /**
   * Changes the fields given. Enabling makes what gathered meanwhile due at once, wherever its schedule stood, and so
   * does another address; wake `deliveries` afterwards.
   */
  async update(wanted: ShopEndpoint, fields: EndpointFields): Promise<EndpointChange> {
    const now = this.parts.clock.now();
    const problems = await checkEndpointFields(fields, { targets: this.parts.targets, now });
    if (problems.length > 0) return { kind: 'invalid', problems };
    const columns = { ...this.columnsOf(fields), updated_at: now };
    return this.parts.dataSource.transaction(async (manager) => {
      const [before] = await manager.query<{ enabled: boolean; url: string }[]>(
        `select enabled, url from webhook_endpoint where id = $1 and shop_id = $2 and deleted_at is null
         for no key update`,
        [wanted.endpointId, wanted.shopId],
      );
      if (!before) return { kind: 'not_found' };
      const enabling = fields.enabled === true && !before.enabled;
      const moved = fields.url !== undefined && fields.url !== before.url;
      const [[row]] = await manager.query<[EndpointRow[], number]>(
        `update webhook_endpoint set ${Object.keys(columns)
          .map((name, index) => `${name} = $${index + 2}`)
          .join(', ')}
           ${fields.enabled === undefined ? '' : ', disabled_reason = null'} ${enabling || moved ? `, ${CLOSED}` : ''}
         where id = $1 returning ${COLUMNS}`,
        [wanted.endpointId, ...Object.values(columns)],
      );
      if (!row) return { kind: 'not_found' };
      if (enabling) await this.alerts.clear(disabledKey(row.id), manager);
      if (enabling || moved) await this.alerts.clear(failingKey(row.id), manager);
      if (row.enabled && (enabling || moved)) {
        await manager.query(
          `update delivery set next_at = $2 where endpoint_id = $1 and status = 'pending' and next_at > $2`,
          [row.id, now],
        );
      }
      return { kind: 'saved', endpoint: toEndpoint(row) };
    });
  }

  /** Keeps the row, because deliveries point at it; what was still due to it is given up. False when there is none. */
  async remove(wanted: ShopEndpoint): Promise<boolean> {
    return this.parts.dataSource.transaction(async (manager) => {
      const [, count] = await manager.query<[unknown[], number]>(
        `update webhook_endpoint set deleted_at = $3, updated_at = $3, enabled = false
         where id = $1 and shop_id = $2 and deleted_at is null`,
        [wanted.endpointId, wanted.shopId, this.parts.clock.now()],
      );
      if (count === 0) return false;
      for (const key of [disabledKey(wanted.endpointId), failingKey(wanted.endpointId)])
        await this.alerts.clear(key, manager);
      await manager.query(
        `update delivery set status = 'failed', next_at = null, lease_until = null, last_error = 'the endpoint was deleted'
         where endpoint_id = $1 and status = 'pending'`,
        [wanted.endpointId],
      );
      return true;
    });
  }

  /**
   * A new secret, shown this once, or a new public key; meanwhile messages carry signatures of both. A rotation before
   * the overlap of the last one has ended ends it: at most two secrets are valid. Null when there is no such endpoint.
   */
  async rotateSecret(
    wanted: ShopEndpoint,
    { signature, overlapMs = ROTATION_OVERLAP_MS }: SecretRotation = {},
  ): Promise<{ endpoint: WebhookEndpoint; secret: string | null } | null> {
    const now = this.parts.clock.now();
    const before = await this.get(wanted);
    if (!before) return null;
    const { secret, publicKey } = newSigningSecret(signature ?? before.signature);
    const [[row]] = await this.parts.dataSource.query<[EndpointRow[], number]>(
      `update webhook_endpoint set previous_secret_ciphertext = case when $6 then secret_ciphertext end,
         previous_secret_until = case when $6 then $4::timestamptz end,
         secret_ciphertext = $3, public_key = $7, secret_changed_at = $5, updated_at = $5
       where id = $1 and shop_id = $2 and deleted_at is null returning ${COLUMNS}`,
      [
        wanted.endpointId,
        wanted.shopId,
        this.parts.sealer.seal(secret),
        new Date(now.getTime() + overlapMs),
        now,
        overlapMs > 0,
        publicKey,
      ],
    );
    return row ? { endpoint: toEndpoint(row), secret: publicKey === null ? secret : null } : null;
  }

  /**
   * Sends an `endpoint.test` now, enabled or not, and tells what came of it. It is neither stored nor in the feed and is
   * never repeated: it says nothing about an order. Null when there is no such endpoint.
   */
  async test(wanted: ShopEndpoint): Promise<EndpointTest | null> {
    const now = this.parts.clock.now();
    const [connection] = await this.parts.dataSource.query<(SealedConnection & { livemode: boolean })[]>(
      `select livemode, url, array_remove(array[secret_ciphertext,
         case when previous_secret_until > $3 then previous_secret_ciphertext end], null) as "sealedSecrets",
         headers_ciphertext as "sealedHeaders", client_certificate as "clientCertificate", client_key_ciphertext as "sealedClientKey",
         ca_certificate as "caCertificate", connect_timeout_ms as "connectTimeoutMs", timeout_ms as "timeoutMs"
       from webhook_endpoint where id = $1 and shop_id = $2 and deleted_at is null`,
      [wanted.endpointId, wanted.shopId, now],
    );
    if (!connection) return null;
    const id = newId('evt', now);
    const body = JSON.stringify({
      id,
      type: 'endpoint.test',
      timestamp: limaInstant(now),
      livemode: connection.livemode,
      data: { endpointId: wanted.endpointId },
    });
    const answer = await this.parts.sender.send(toWebhookMessage({ id, body }, connection, this.parts.sealer));
    return { eventId: id, acknowledged: isAcknowledged(answer), ...answer };
  }

  /** The columns that the given fields fill, and their values. */
  private columnsOf(fields: EndpointFields): Record<string, unknown> {
    const { sealer } = this.parts;
    const { clientKey, headers } = fields;
    const columns: Record<string, unknown> = {
      url: fields.url,
      description: fields.description,
      types: fields.types,
      enabled: fields.enabled,
      header_names: headers && Object.keys(headers).sort(),
      headers_ciphertext: headers && (Object.keys(headers).length === 0 ? null : sealer.seal(JSON.stringify(headers))),
      client_certificate: fields.clientCertificate,
      client_key_ciphertext: clientKey == null ? clientKey : sealer.seal(clientKey),
      ca_certificate: fields.caCertificate,
      connect_timeout_ms: fields.connectTimeoutMs,
      timeout_ms: fields.timeoutMs,
      max_concurrent: fields.maxConcurrent,
      rate_per_minute: fields.ratePerMinute,
    };
    return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  }
}

type EndpointRow = Omit<WebhookEndpoint, 'signature' | 'clientCertificate' | 'caCertificate'> & {
  readonly clientPem: string | null;
  readonly caPem: string | null;
};

function toEndpoint({ clientPem, caPem, ...row }: EndpointRow): WebhookEndpoint {
  return {
    ...row,
    signature: row.publicKey === null ? 'hmac-sha256' : 'ed25519',
    clientCertificate: certificateSummary(clientPem),
    caCertificate: certificateSummary(caPem),
  };
}

const COLUMNS = `id, livemode, url, description, types, enabled, disabled_reason as "disabledReason",
  public_key as "publicKey", previous_secret_until as "previousSecretUntil",
  header_names as "headerNames", client_certificate as "clientPem", ca_certificate as "caPem",
  connect_timeout_ms as "connectTimeoutMs", timeout_ms as "timeoutMs", max_concurrent as "maxConcurrent",
  rate_per_minute as "ratePerMinute", failing_since as "failingSince", created_at as "createdAt", updated_at as "updatedAt"`;
