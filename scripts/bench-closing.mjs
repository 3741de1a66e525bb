#!/usr/bin/env node
// npm run bench:closing: closes a hundred thousand due orders as compiled, at a gateway inside the process that answers at
// once, and says orders per second, statements per order, CPU and memory; then notifications applied beside closing,
// and fewer orders at a sandbox by HTTP.
// CHASQUI_CLOSING_ORDERS changes the number. Figures: docs/operations.md.
import { build } from './build.mjs';

process.env.CHASQUI_CLOSING_ORDERS ??= '100000';
const specs = ['closing-rate', 'many-due', 'sandbox-rate'].map((name) => `test/closing/${name}.spec.ts`);
process.argv.push('--project', 'main', ...specs);
// One after the other: two that measure at once measure each other.
process.argv.push('--no-file-parallelism');
if (!build()) process.exit(1);
await import('./test.mjs');
