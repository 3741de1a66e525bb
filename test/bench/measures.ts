import { accept } from './accept.js';
import { apply } from './apply.js';
import { closing } from './closing.js';
import { create } from './create.js';
import { growth } from './growth.js';
import { halfRate } from './half-rate.js';
import { latency } from './latency.js';
import type { Measure } from './measure.js';
import { memory } from './memory.js';

/** Every measure of `npm run bench`, in the order they run. */
export const measures: readonly Measure[] = [accept, apply, latency, halfRate, create, closing, growth, memory];
