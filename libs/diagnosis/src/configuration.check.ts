import type { ChasquiConfig } from '#platform';
import { type Finding, ok, warn } from './finding.js';

/** Variables with a check of their own, which says more than the warning at the start does. */
const CHECKED_ELSEWHERE = /^(WEBHOOK_ALLOWED_SOURCES|PUBLIC_URL) /;

/** A configuration that could be read, with what is odd about it. */
export function checkConfiguration({ warnings, database }: ChasquiConfig): Finding[] {
  const where =
    database.url === null ? `the embedded database under ${database.dataDir}` : 'the database of DATABASE_URL';
  return [
    ok('configuration', `The environment is sound; this looks at ${where}.`),
    ...warnings
      .filter((warning) => !CHECKED_ELSEWHERE.test(warning))
      .map((warning) => warn('configuration', warning, 'Correct the variable, or leave it if it is meant.')),
  ];
}
