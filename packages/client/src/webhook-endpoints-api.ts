import type {
  CreateWebhookEndpoint,
  DeliveryFilter,
  DeliveryPage,
  UpdateWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpointList,
  WebhookEndpointTest,
  WebhookEndpointWithSecret,
} from './api-types.js';
import type { CallOptions } from './call-options.js';
import type { Transport } from './transport.js';

export class WebhookEndpointsApi {
  constructor(private readonly transport: Transport) {}

  /** The answer holds the `secret` for `verifyEvent`, which is never shown again: keep it. */
  create(endpoint: CreateWebhookEndpoint, options: CallOptions = {}): Promise<WebhookEndpointWithSecret> {
    return this.transport.send('post', '/v1/webhook-endpoints', { body: endpoint }, options).then(withSecret);
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

  /** For 24 hours messages are signed with both: give `verifyEvent` both until you have moved. */
  async rotateSecret(id: string, options: CallOptions = {}): Promise<WebhookEndpointWithSecret> {
    const path = '/v1/webhook-endpoints/{id}/rotate-secret';
    return withSecret(await this.transport.send('post', path, { path: { id } }, options));
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
}

function withSecret(endpoint: WebhookEndpoint): WebhookEndpointWithSecret {
  const { secret } = endpoint;
  if (secret === undefined) throw new Error('The answer holds no secret: rotate it to get one.');
  return { ...endpoint, secret };
}
