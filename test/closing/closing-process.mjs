#!/usr/bin/env node
// Closes everything that is due in a database, as compiled, at a gateway inside this process that answers at once: what is
// left is our own work. Prints one line of JSON.
//   DATABASE_URL=… CLOSING_NOW=<ISO instant> CLOSING_SAYS=expired|pending node test/closing/closing-process.mjs
import { openMeasuredPayments } from '../bench/measured-payments.mjs';

const { CLOSING_NOW, CLOSING_SAYS } = process.env;

let calls = 0;
const gateway = {
  searchCips(numbers) {
    calls += 1;
    const value = numbers.map((number) => ({
      number,
      transactionCode: null,
      amountMinor: 12_990n,
      currency: 'PEN',
      status: CLOSING_SAYS,
      rawStatus: CLOSING_SAYS === 'expired' ? 21 : 22,
      expiresAt: null,
      paidAt: null,
    }));
    return Promise.resolve({ kind: 'ok', value });
  },
  deleteCip() {
    calls += 1;
    return Promise.resolve({ kind: 'ok', value: undefined });
  },
  close: () => Promise.resolve(),
};

let failures = 0;
const now = new Date(CLOSING_NOW);
const measured = await openMeasuredPayments({
  name: 'closing-process',
  clock: { now: () => now },
  poolSize: 5,
  gateway,
  onFailure(error, what) {
    failures += 1;
    process.stderr.write(`${what}: ${error}\n`);
  },
});
const { count: moved, ...took } = await measured.untilDone(() => measured.payments.closing.sweep());
await measured.close();
process.stdout.write(`${JSON.stringify({ moved, ...took, calls, failures })}\n`);
