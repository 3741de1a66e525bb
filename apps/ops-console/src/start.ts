import { runApp, SystemClock } from '#platform';
import { createOpsConsole } from './app.js';

await runApp('ops-console', (config, log) => createOpsConsole(config, { clock: new SystemClock(), log }), {
  needs: ['masterKey'],
});
