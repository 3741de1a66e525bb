import { accept } from './accept.js';
import type { Measure } from './measure.js';

/** Every measure of `npm run bench`, in the order they run. */
export const measures: readonly Measure[] = [accept];
