import { createExpiryWorker } from '../../apps/expiry-worker/src/app.js';
import { createFulfillmentWorker } from '../../apps/fulfillment-worker/src/app.js';
import { createOpsConsole } from '../../apps/ops-console/src/app.js';
import { createReconciliationWorker } from '../../apps/reconciliation-worker/src/app.js';
import { Resources } from '#platform';
import { Product } from '../flows/product.js';

export interface Listener {
  readonly name: string;
  readonly url: string;
  /** A path that takes bodies, where it has any. */
  readonly takesBodies: string;
}

export const OPERATOR = { email: 'ops@chasqui.test', password: 'correct horse battery' };

/** Every listener of the product, in this process, over one database. */
export class EveryListener {
  private constructor(
    readonly product: Product,
    readonly listeners: readonly Listener[],
    private readonly resources: Resources,
  ) {}

  static start(): Promise<EveryListener> {
    return Resources.opening(async (resources) => {
      const product = resources.add(
        await Product.start({
          apps: ['ingest', 'checkout'],
          env: { CHASQUI_OPERATOR: `${OPERATOR.email}:${OPERATOR.password}`, HEALTH_PORT: '0' },
        }),
        (opened) => opened.close(),
      );
      const { config, clock, log, dataSource, queues, urls } = product;
      const runtime = { clock, log, dataSource, queues };
      const others = await Promise.all(
        [createOpsConsole, createReconciliationWorker, createExpiryWorker, createFulfillmentWorker].map((create) =>
          create(config, runtime),
        ),
      );
      for (const other of others) resources.add(other, (opened) => opened.close());
      const [console, reconciliation, expiry, fulfillment] = others.map(({ url }) => url);
      const at = (name: string, url: string | undefined, takesBodies: string): Listener => ({
        name,
        url: url ?? '',
        takesBodies,
      });
      return new EveryListener(
        product,
        [
          at('checkout-api', urls.checkout, '/v1/payments'),
          at('webhook-ingest', urls.ingest, '/webhooks/pagoefectivo'),
          at('ops-console', console, '/api/login'),
          at('sandbox', urls.sandbox, '/v1/authorizations'),
          at('reconciliation-worker', reconciliation, '/'),
          at('expiry-worker', expiry, '/'),
          at('fulfillment-worker', fulfillment, '/'),
        ],
        resources,
      );
    });
  }

  close(): Promise<void> {
    return this.resources.close();
  }
}
