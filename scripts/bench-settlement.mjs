#!/usr/bin/env node
// npm run bench:settlement: imports a panel export of a million lines, as CSV and as XLSX, in a small process, and
// expects exactly the planted differences. Takes some minutes; says time and memory. Figures: docs/settlement.md.
import { build } from './build.mjs';

process.env.CHASQUI_SETTLEMENT_LINES ??= '1000000';
process.env.CHASQUI_SETTLEMENT_FORMATS ??= 'csv,xlsx';
process.argv.push('--project', 'main', 'test/settlement/small-process.spec.ts');
if (!build()) process.exit(1);
await import('./test.mjs');
