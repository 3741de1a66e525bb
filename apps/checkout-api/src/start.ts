import { runApp, SystemClock } from '#platform';
import { createCheckoutApi } from './app.js';

await runApp('checkout-api', (config, log) => createCheckoutApi(config, { clock: new SystemClock(), log }), {
  needs: ['masterKey'],
});
