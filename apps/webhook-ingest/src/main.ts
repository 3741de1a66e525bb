import { runApp, SystemClock } from '#platform';
import { createWebhookIngest } from './app.js';

await runApp(
  'webhook-ingest',
  async (config, log) => {
    const ingest = await createWebhookIngest(config, { clock: new SystemClock(), log });
    return { url: () => ingest.url, close: () => ingest.close() };
  },
  { needs: ['allowedSources', 'masterKey'] },
);
