import { runApp, SystemClock } from '#platform';
import { createOpsConsole } from './app.js';

await runApp(
  'ops-console',
  async (config, log) => {
    const console = await createOpsConsole(config, { clock: new SystemClock(), log });
    return { url: () => console.url, close: () => console.close() };
  },
  { needs: ['masterKey'] },
);
