import type { ValueTransformer } from 'typeorm';

/** bigint columns hold minor units; the driver hands them over as text. */
export const minorUnits: ValueTransformer = {
  to: (value: bigint | null | undefined) => value?.toString() ?? value,
  from: (value: string | null) => (value === null ? null : BigInt(value)),
};
