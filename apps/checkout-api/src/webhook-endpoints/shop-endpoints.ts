import type {
  AuditLog,
  DeliveryDetails,
  DeliveryLog,
  DeliveryPage,
  DeliverySummary,
  EndpointChange,
  EndpointCreation,
  EndpointFields,
  EndpointStatistics,
  EndpointStatisticsReader,
  EndpointTest,
  EventReplay,
  ReplayWish,
  SecretRotation,
  SignatureScheme,
  WebhookEndpoint,
  WebhookEndpoints,
} from '#payments';
import { auditableFields } from '#payments';
import { invalidRequest } from '#platform';
import type { ShopCaller } from '../access/caller.js';
import { notFound } from '../problems/problem.js';

export interface ShopEndpointsParts {
  readonly endpoints: WebhookEndpoints;
  readonly deliveries: DeliveryLog;
  readonly replay: EventReplay;
  readonly statistics: EndpointStatisticsReader;
  readonly audit: AuditLog;
  /** Deliveries became due. */
  readonly onDue: () => void;
}

export interface EndpointWithSecret {
  readonly endpoint: WebhookEndpoint;
  /** Null with ed25519. */
  readonly secret: string | null;
}

/** The webhook endpoints and deliveries of one shop; who changed what is kept in the audit log. */
export class ShopEndpoints {
  constructor(private readonly parts: ShopEndpointsParts) {}

  async create(
    caller: ShopCaller,
    fields: EndpointFields & { url: string },
    signature?: SignatureScheme,
  ): Promise<EndpointWithSecret> {
    const created = await this.parts.endpoints.create(caller.shopId, fields, signature);
    const { endpoint, secret } = creationOf(created);
    await this.note(caller, 'webhook_endpoint.created', endpoint.id, auditableFields(fields));
    return { endpoint, secret };
  }

  list(caller: ShopCaller): Promise<WebhookEndpoint[]> {
    return this.parts.endpoints.list(caller.shopId);
  }

  async get(caller: ShopCaller, endpointId: string): Promise<WebhookEndpoint> {
    return present(await this.parts.endpoints.get({ shopId: caller.shopId, endpointId }));
  }

  async update(caller: ShopCaller, endpointId: string, fields: EndpointFields): Promise<WebhookEndpoint> {
    const endpoint = changeOf(await this.parts.endpoints.update({ shopId: caller.shopId, endpointId }, fields));
    await this.note(caller, 'webhook_endpoint.changed', endpointId, auditableFields(fields));
    this.parts.onDue();
    return endpoint;
  }

  async remove(caller: ShopCaller, endpointId: string): Promise<void> {
    if (!(await this.parts.endpoints.remove({ shopId: caller.shopId, endpointId }))) throw notFound('webhook endpoint');
    await this.note(caller, 'webhook_endpoint.deleted', endpointId);
  }

  async rotateSecret(caller: ShopCaller, endpointId: string, rotation: SecretRotation): Promise<EndpointWithSecret> {
    const rotated = present(await this.parts.endpoints.rotateSecret({ shopId: caller.shopId, endpointId }, rotation));
    await this.note(caller, 'webhook_endpoint.secret_rotated', endpointId, { ...rotation });
    return rotated;
  }

  async test(caller: ShopCaller, endpointId: string): Promise<EndpointTest> {
    return present(await this.parts.endpoints.test({ shopId: caller.shopId, endpointId }));
  }

  async deliveries(
    caller: ShopCaller,
    query: Omit<Parameters<DeliveryLog['list']>[0], 'shopId'>,
  ): Promise<DeliveryPage> {
    await this.get(caller, query.endpointId);
    return this.parts.deliveries.list({ ...query, shopId: caller.shopId });
  }

  async redeliver(caller: ShopCaller, deliveryId: string): Promise<DeliverySummary> {
    const delivery = await this.parts.deliveries.redeliver({ shopId: caller.shopId, deliveryId });
    if (!delivery) throw notFound('delivery');
    await this.note(caller, 'delivery.redelivered', deliveryId);
    this.parts.onDue();
    return delivery;
  }

  async delivery(caller: ShopCaller, deliveryId: string): Promise<DeliveryDetails> {
    const found = await this.parts.deliveries.get({ shopId: caller.shopId, deliveryId });
    if (!found) throw notFound('delivery');
    return found;
  }

  async resolve(caller: ShopCaller, deliveryId: string, reason: string): Promise<DeliverySummary> {
    const { shopId, actor } = caller;
    const delivery = await this.parts.deliveries.resolve({ shopId, deliveryId, by: actor, reason });
    if (!delivery) throw notFound('delivery');
    await this.note(caller, 'delivery.resolved', deliveryId, { reason });
    this.parts.onDue();
    return delivery;
  }

  /** Answers how many deliveries are due again. */
  async redeliverEvents(
    caller: ShopCaller,
    endpointId: string,
    wish: Omit<ReplayWish, 'endpointId' | 'shopId'>,
  ): Promise<number> {
    await this.get(caller, endpointId);
    const { from, until, paymentIds, onlyFailed = false } = wish;
    if (from === null && paymentIds === null && !onlyFailed) {
      const message = 'Say at least one of from, paymentId and onlyFailed: everything is never meant.';
      throw invalidRequest([{ field: 'from', code: 'required', message }]);
    }
    if (from !== null && until !== null && until <= from) {
      throw invalidRequest([{ field: 'until', code: 'out_of_range', message: 'until must be later than from.' }]);
    }
    const sent = await this.parts.replay.replay({ ...wish, endpointId, shopId: caller.shopId });
    await this.note(caller, 'events.replayed', endpointId, { ...wish, count: sent.length });
    this.parts.onDue();
    return sent.length;
  }

  async statistics(caller: ShopCaller, endpointId: string, windowMs: number): Promise<EndpointStatistics> {
    return present(await this.parts.statistics.read({ shopId: caller.shopId, endpointId, windowMs }));
  }

  private note(
    caller: ShopCaller,
    action: string,
    subject: string,
    data: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    return this.parts.audit.record({ actor: caller.actor, action, subject, data });
  }
}

function present<Found>(found: Found | null): Found {
  if (found === null) throw notFound('webhook endpoint');
  return found;
}

function creationOf(created: EndpointCreation): EndpointWithSecret {
  switch (created.kind) {
    case 'created':
      return created;
    case 'invalid':
      throw invalidRequest([...created.problems]);
  }
}

function changeOf(change: EndpointChange): WebhookEndpoint {
  switch (change.kind) {
    case 'saved':
      return change.endpoint;
    case 'not_found':
      throw notFound('webhook endpoint');
    case 'invalid':
      throw invalidRequest([...change.problems]);
  }
}
