import type { ValueTransformer } from 'typeorm';

/** Postgres bigint as a JavaScript bigint: exact where a number would round. Raw SQL still answers decimal strings. */
export const bigintColumn: ValueTransformer = {
  // A find operator (`MoreThan(5n)`) arrives here value by value.
  to: (value: bigint | null | undefined): string | null | undefined => value?.toString() ?? (value as null | undefined),
  from: (value: string | null): bigint | null => (value === null ? null : BigInt(value)),
};
