import { runApp, SystemClock } from '#platform';
import { createFulfillmentWorker } from './app.js';

await runApp(
  'fulfillment-worker',
  async (config, log) => {
    const worker = await createFulfillmentWorker(config, { clock: new SystemClock(), log });
    return { url: () => worker.url, close: () => worker.close() };
  },
  { needs: ['masterKey'] },
);
