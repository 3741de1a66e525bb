#!/usr/bin/env node
// One app of the product as a process of its own, as its main.js starts it, except for its clock: that one is moved by
// the test through IPC (milliseconds ahead of the machine's), so that a deadline is reached without waiting for it.
//   node test/processes/product-process.mjs <app>
import { AdjustableClock, runApp } from '../../dist/libs/platform/src/index.js';

const apps = {
  'checkout-api': { create: 'createCheckoutApi', needs: ['masterKey'] },
  'webhook-ingest': { create: 'createWebhookIngest', needs: ['allowedSources', 'masterKey'] },
  'reconciliation-worker': { create: 'createReconciliationWorker', needs: ['masterKey'] },
  'expiry-worker': { create: 'createExpiryWorker', needs: ['masterKey'] },
  'fulfillment-worker': { create: 'createFulfillmentWorker', needs: ['masterKey'] },
};

const name = process.argv[2];
const app = apps[name];
if (app === undefined) throw new Error(`there is no app ${name}`);
const { [app.create]: create } = await import(`../../dist/apps/${name}/src/app.js`);

const clock = new AdjustableClock(Number(process.env.CLOCK_OFFSET_MS ?? 0));
process.on('message', (message) => {
  // Moves sent while this process started are all delivered; the clock never goes back.
  clock.offsetMs = Math.max(clock.offsetMs, Number(message.offsetMs));
  process.send({ offsetMs: clock.offsetMs });
});
// Nobody is left who would stop it.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));

await runApp(name, (config, log) => create(config, { clock, log }), { needs: app.needs });
