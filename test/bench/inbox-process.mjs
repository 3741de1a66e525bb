#!/usr/bin/env node
// Applies every notification that waits in a database, as the reconciliation worker does, and numbers the events: as
// compiled, in one process, with nothing beside it. Prints one line of JSON.
//   DATABASE_URL=… CHASQUI_MASTER_KEY=… [INBOX_BATCH=500] node test/bench/inbox-process.mjs
import { EventRelay } from '../../dist/libs/payments/src/index.js';
import { SystemClock } from '../../dist/libs/platform/src/index.js';
import { openMeasuredPayments } from './measured-payments.mjs';

const batch = Number(process.env.INBOX_BATCH ?? 500);
const clock = new SystemClock();
const measured = await openMeasuredPayments({
  name: 'inbox-process',
  clock,
  poolSize: 2,
  // Nobody asks it: every CIP is known.
  gateway: { close: () => Promise.resolve() },
  onFailure: (error, what) => process.stderr.write(`${what}: ${error}\n`),
});
const relay = new EventRelay(measured.dataSource, clock);
const applied = await measured.untilDone(() => measured.payments.applier.drain(batch));
const numbered = await measured.untilDone(() => relay.relay());
await measured.close();
process.stdout.write(`${JSON.stringify({ applied, numbered })}\n`);
