import { runApp, SystemClock } from '#platform';
import { createReconciliationWorker } from './app.js';

await runApp(
  'reconciliation-worker',
  async (config, log) => {
    const worker = await createReconciliationWorker(config, { clock: new SystemClock(), log });
    return { url: () => worker.url, close: () => worker.close() };
  },
  { needs: ['masterKey'] },
);
