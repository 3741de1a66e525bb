import type { TestSequencerConstructor } from 'vitest/node';
export const LongSpecsFirst: TestSequencerConstructor;
