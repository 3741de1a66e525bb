import { runApp, SystemClock } from '#platform';
import { createReconciliationWorker } from './app.js';

await runApp(
  'reconciliation-worker',
  (config, log) => createReconciliationWorker(config, { clock: new SystemClock(), log }),
  {
    needs: ['masterKey'],
  },
);
