import { runApp, SystemClock } from '#platform';
import { createExpiryWorker } from './app.js';

await runApp(
  'expiry-worker',
  async (config, log) => {
    const worker = await createExpiryWorker(config, { clock: new SystemClock(), log });
    return { url: () => worker.url, close: () => worker.close() };
  },
  { needs: ['masterKey'] },
);
