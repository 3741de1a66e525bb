import type {
  CreateWebhookEndpoint,
  DeliveryFilter,
  DeliveryPage,
  Redelivered,
  RedeliverEvents,
  RotateWebhookSecret,
  StatisticsFilter,
  UpdateWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpointList,
  WebhookEndpointStatistics,
  WebhookEndpointTest,
  WebhookEndpointWithSecret,
} from './api-types.js';
import type { CallOptions } from './call-options.js';
import type { Transport } from './transport.js';

export class WebhookEndpointsApi {
  constructor(private readonly transport: Transport) {}

  /** The answer holds the `secret` for `verifyEvent`, which is never shown again: keep it. */
  create(
    endpoint: CreateWebhookEndpoint & { readonly signature?: 'hmac-sha256' },
    options?: CallOptions,
  ): Promise<WebhookEndpointWithSecret>;
  /** With ed25519 the answer holds the `publicKey` that checks signatures, and no secret. */
  create(endpoint: CreateWebhookEndpoint, options?: CallOptions): Promise<WebhookEndpoint>;
  async create(endpoint: CreateWebhookEndpoint, options: CallOptions = {}): Promise<WebhookEndpoint> {
    return withKey(await this.transport.send('post', '/v1/webhook-endpoints', { body: endpoint }, options));
  }

  list(options: CallOptions = {}): Promise<WebhookEndpointList> {
    return this.transport.send('get', '/v1/webhook-endpoints', {}, options);
  }

  get(id: string, options: CallOptions = {}): Promise<WebhookEndpoint> {
    return this.transport.send('get', '/v1/webhook-endpoints/{id}', { path: { id } }, options);
  }

  /** Fields that are left out stay as they are. */
  update(id: string, change: UpdateWebhookEndpoint, options: CallOptions = {}): Promise<WebhookEndpoint> {
    return this.transport.send('patch', '/v1/webhook-endpoints/{id}', { path: { id }, body: change }, options);
  }

  /** What was still due to it is not sent any more; the event feed keeps it. */
  remove(id: string, options: CallOptions = {}): Promise<void> {
    return this.transport.send('delete', '/v1/webhook-endpoints/{id}', { path: { id } }, options);
  }

  /**
   * For 24 hours, or `overlapHours`, messages are signed with both: give `verifyEvent` both until you have moved. The
   * answer holds the new `secret`, or with ed25519 the new `publicKey`.
   */
  async rotateSecret(
    id: string,
    rotation: RotateWebhookSecret = {},
    options: CallOptions = {},
  ): Promise<WebhookEndpoint> {
    const path = '/v1/webhook-endpoints/{id}/rotate-secret';
    return withKey(await this.transport.send('post', path, { path: { id }, body: rotation }, options));
  }

  /** Sends one `endpoint.test` and answers with what came of it. */
  test(id: string, options: CallOptions = {}): Promise<WebhookEndpointTest> {
    return this.transport.send('post', '/v1/webhook-endpoints/{id}/test', { path: { id } }, options);
  }

  /** What was sent to it or is still due, latest first. */
  deliveries(id: string, filter: DeliveryFilter = {}, options: CallOptions = {}): Promise<DeliveryPage> {
    const path = '/v1/webhook-endpoints/{id}/deliveries';
    return this.transport.send('get', path, { path: { id }, query: filter }, options);
  }

  /** Events of a time or a payment, or what was given up, sent again; they keep their ids. */
  redeliver(id: string, events: RedeliverEvents, options: CallOptions = {}): Promise<Redelivered> {
    return this.transport.send('post', '/v1/webhook-endpoints/{id}/redeliver', { path: { id }, body: events }, options);
  }

  /** What waits for it, and what came of the attempts of the last day, or of `hours`. */
  statistics(id: string, filter: StatisticsFilter = {}, options: CallOptions = {}): Promise<WebhookEndpointStatistics> {
    const path = '/v1/webhook-endpoints/{id}/statistics';
    return this.transport.send('get', path, { path: { id }, query: filter }, options);
  }
}

function withKey(endpoint: WebhookEndpoint): WebhookEndpoint {
  if (endpoint.secret === undefined && endpoint.publicKey === null)
    throw new Error('The answer holds no secret: rotate it to get one.');
  return endpoint;
}
