import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { SecretSealer } from '../secret-sealer.port.js';
import type { EndpointFields, FieldProblem } from './endpoint-fields.js';
import { checkEndpointFields } from './endpoint-fields.js';
import type { WebhookAnswer, WebhookSender } from './webhook-sender.js';
import { isAcknowledged } from './webhook-sender.js';
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
  /** Until when signatures of the secret before the last rotation are sent too; null when there is none. */
  readonly previousSecretUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type EndpointChange =
  | { readonly kind: 'saved'; readonly endpoint: WebhookEndpoint }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'not_found' };

export type EndpointCreation =
  /** `secret` is shown this once. */
  | { readonly kind: 'created'; readonly endpoint: WebhookEndpoint; readonly secret: string }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

export interface EndpointTest extends WebhookAnswer {
  readonly eventId: string;
  readonly acknowledged: boolean;
}

export interface ShopEndpoint {
  readonly shopId: string;
  readonly endpointId: string;
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
  constructor(private readonly parts: WebhookEndpointsParts) {}

  /** `livemode` follows the shop: test and live never meet (invariant 10). */
  async create(shopId: string, fields: EndpointFields & { url: string }): Promise<EndpointCreation> {
    const problems = await checkEndpointFields(fields, this.parts.targets);
    if (problems.length > 0) return { kind: 'invalid', problems };
    const now = this.parts.clock.now();
    const secret = newSecret();
    const [endpoint] = await this.parts.dataSource.query<WebhookEndpoint[]>(
      `insert into webhook_endpoint (id, shop_id, livemode, url, description, types, enabled, secret_ciphertext, created_at, updated_at)
       select $1, s.id, s.livemode, $3, $4, $5, $6, $7, $8, $8 from shop s where s.id = $2
       returning ${COLUMNS}`,
      [
        newId('we', now),
        shopId,
        fields.url,
        fields.description ?? null,
        fields.types ?? [],
        fields.enabled ?? true,
        this.parts.sealer.seal(secret),
        now,
      ],
    );
    if (!endpoint) throw new Error(`there is no shop ${shopId}`);
    return { kind: 'created', endpoint, secret };
  }

  async list(shopId: string): Promise<WebhookEndpoint[]> {
    return this.parts.dataSource.query<WebhookEndpoint[]>(
      `select ${COLUMNS} from webhook_endpoint where shop_id = $1 and deleted_at is null order by id`,
      [shopId],
    );
  }

  async get({ shopId, endpointId }: ShopEndpoint): Promise<WebhookEndpoint | null> {
    const [endpoint] = await this.parts.dataSource.query<WebhookEndpoint[]>(
      `select ${COLUMNS} from webhook_endpoint where id = $1 and shop_id = $2 and deleted_at is null`,
      [endpointId, shopId],
    );
    return endpoint ?? null;
  }

  /**
   * Changes the fields given. Enabling makes what gathered meanwhile due at once, wherever its schedule stood; wake
   * `deliveries` afterwards.
   */
  async update(wanted: ShopEndpoint, fields: EndpointFields): Promise<EndpointChange> {
    const problems = await checkEndpointFields(fields, this.parts.targets);
    if (problems.length > 0) return { kind: 'invalid', problems };
    const now = this.parts.clock.now();
    return this.parts.dataSource.transaction(async (manager) => {
      const [before] = await manager.query<{ enabled: boolean }[]>(
        'select enabled from webhook_endpoint where id = $1 and shop_id = $2 and deleted_at is null for update',
        [wanted.endpointId, wanted.shopId],
      );
      if (!before) return { kind: 'not_found' };
      const [changed] = await manager.query<[WebhookEndpoint[], number]>(
        `update webhook_endpoint set url = coalesce($2, url), description = case when $3 then $4 else description end,
           types = coalesce($5, types), enabled = coalesce($6, enabled),
           disabled_reason = case when $6 is null then disabled_reason end, updated_at = $7
         where id = $1 returning ${COLUMNS}`,
        [
          wanted.endpointId,
          fields.url ?? null,
          fields.description !== undefined,
          fields.description ?? null,
          fields.types ?? null,
          fields.enabled ?? null,
          now,
        ],
      );
      const [endpoint] = changed;
      if (!endpoint) return { kind: 'not_found' };
      if (endpoint.enabled && !before.enabled) {
        await manager.query(
          `update delivery set next_at = $2 where endpoint_id = $1 and status = 'pending' and next_at > $2`,
          [endpoint.id, now],
        );
      }
      return { kind: 'saved', endpoint };
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
      await manager.query(
        `update delivery set status = 'failed', next_at = null, lease_until = null, last_error = 'the endpoint was deleted'
         where endpoint_id = $1 and status = 'pending'`,
        [wanted.endpointId],
      );
      return true;
    });
  }

  /** A new secret, shown this once; for 24 h messages carry signatures of both. Null when there is no such endpoint. */
  async rotateSecret(wanted: ShopEndpoint): Promise<{ endpoint: WebhookEndpoint; secret: string } | null> {
    const now = this.parts.clock.now();
    const secret = newSecret();
    const [changed] = await this.parts.dataSource.query<[WebhookEndpoint[], number]>(
      `update webhook_endpoint set previous_secret_ciphertext = secret_ciphertext, secret_ciphertext = $3,
         previous_secret_until = $4, updated_at = $5
       where id = $1 and shop_id = $2 and deleted_at is null returning ${COLUMNS}`,
      [
        wanted.endpointId,
        wanted.shopId,
        this.parts.sealer.seal(secret),
        new Date(now.getTime() + ROTATION_OVERLAP_MS),
        now,
      ],
    );
    const [endpoint] = changed;
    return endpoint ? { endpoint, secret } : null;
  }

  /**
   * Sends an `endpoint.test` now, enabled or not, and tells what came of it. It is neither stored nor in the feed and is
   * never repeated: it says nothing about an order. Null when there is no such endpoint.
   */
  async test(wanted: ShopEndpoint): Promise<EndpointTest | null> {
    const [row] = await this.parts.dataSource.query<{ url: string; livemode: boolean; sealed: string[] }[]>(
      `select url, livemode, array_remove(array[secret_ciphertext,
         case when previous_secret_until > $3 then previous_secret_ciphertext end], null) as sealed
       from webhook_endpoint where id = $1 and shop_id = $2 and deleted_at is null`,
      [wanted.endpointId, wanted.shopId, this.parts.clock.now()],
    );
    if (!row) return null;
    const now = this.parts.clock.now();
    const eventId = newId('evt', now);
    const body = JSON.stringify({
      id: eventId,
      type: 'endpoint.test',
      timestamp: limaInstant(now),
      livemode: row.livemode,
      data: { endpointId: wanted.endpointId },
    });
    const secrets = row.sealed.map((sealed) => this.parts.sealer.open(sealed));
    const answer = await this.parts.sender.send({ id: eventId, url: row.url, body, secrets });
    return { eventId, acknowledged: isAcknowledged(answer), ...answer };
  }
}

/** 32 random bytes in the form that Standard Webhooks libraries take. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

const COLUMNS = `id, livemode, url, description, types, enabled, disabled_reason as "disabledReason",
  previous_secret_until as "previousSecretUntil", created_at as "createdAt", updated_at as "updatedAt"`;
