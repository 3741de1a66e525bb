import { runApp, SystemClock } from '#platform';
import { createSandbox } from './app.js';

await runApp('sandbox', (config, log) => createSandbox(config, { clock: new SystemClock(), log }), {
  needs: ['noDatabase'],
});
