import { accept } from './accept.js';
import { growth } from './growth.js';
import type { Measure } from './measure.js';
import { memory } from './memory.js';

/** Every measure of `npm run bench`, in the order they run. */
export const measures: readonly Measure[] = [accept, growth, memory];
