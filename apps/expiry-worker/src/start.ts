import { runApp, SystemClock } from '#platform';
import { createExpiryWorker } from './app.js';

await runApp('expiry-worker', (config, log) => createExpiryWorker(config, { clock: new SystemClock(), log }), {
  needs: ['masterKey'],
});
