import type { DataSource } from 'typeorm';
import { limaInstant, partitionReport, type PartitionReport } from '#payments';
import { type Finding, ok, warn } from '../finding.js';

const WANTED_MONTHS_AHEAD = 1;

/** Rows of a month without a partition go to the default one and cannot be moved away as a whole later. */
export async function checkPartitions(dataSource: DataSource, now: Date): Promise<Finding[]> {
  return (await partitionReport(dataSource, now)).flatMap((report) => [judgeAhead(report), ...judgeDefault(report)]);
}

function judgeAhead({ table, hasCurrent, monthsAhead }: PartitionReport): Finding {
  if (hasCurrent && monthsAhead >= WANTED_MONTHS_AHEAD) {
    return ok('partitions', `${table} has partitions for this month and ${monthsAhead} more.`);
  }
  return warn(
    'partitions',
    `${table} lacks the partition of ${hasCurrent ? 'next' : 'this'} month; rows go to the default one.`,
    'Start reconciliation-worker, whose maintenance makes them, or run `npm run migrate`.',
  );
}

function judgeDefault({ table, inDefault, defaultSince }: PartitionReport): Finding[] {
  if (inDefault === 0 || defaultSince === null) return [];
  return [
    warn(
      'default-partition',
      `${inDefault} rows of ${table} are in its default partition, the first of ${limaInstant(defaultSince)}.`,
      'Move them to a partition of their month (docs/operations.md, "Rows in a default partition").',
    ),
  ];
}
