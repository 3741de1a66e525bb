import { runApp, SystemClock } from '#platform';
import { createWebhookIngest } from './app.js';

await runApp('webhook-ingest', (config, log) => createWebhookIngest(config, { clock: new SystemClock(), log }), {
  needs: ['allowedSources', 'masterKey'],
});
