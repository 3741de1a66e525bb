import { runApp, SystemClock } from '#platform';
import { createCheckoutApi } from './app.js';

await runApp(
  'checkout-api',
  async (config, log) => {
    const api = await createCheckoutApi(config, { clock: new SystemClock(), log });
    return { url: () => api.url, close: () => api.close() };
  },
  { needs: ['masterKey'] },
);
