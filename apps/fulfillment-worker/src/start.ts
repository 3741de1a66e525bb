import { runApp, SystemClock } from '#platform';
import { createFulfillmentWorker } from './app.js';

await runApp(
  'fulfillment-worker',
  (config, log) => createFulfillmentWorker(config, { clock: new SystemClock(), log }),
  {
    needs: ['masterKey'],
  },
);
