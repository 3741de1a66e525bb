import type { DataSource } from 'typeorm';
import { pendingMigrations, SystemClock } from '#platform';
import type { DiagnosisSubject } from '../diagnosis-subject.js';
import { fail, type Finding, ok, reasonOf, warn } from '../finding.js';

/** The question is this machine's own time, whatever clock the product runs on. */
const machine = new SystemClock();

const OLDEST_TESTED = 15;
/** Leases are on the database's time and deadlines on ours: apart, work is taken twice or late. */
const CLOCKS_APART_MS = 5_000;

/** Reachable, new enough, at the right schema, with the same time. */
export async function checkDatabase(subject: DiagnosisSubject): Promise<Finding[]> {
  let dataSource: DataSource;
  try {
    dataSource = await subject.connection();
  } catch (error) {
    return [fail('database', `${reasonOf(error)}.`, 'Correct DATABASE_URL, or start the database.')];
  }
  const before = machine.now().getTime();
  const [server] = await dataSource.query<{ version: string; number: number; now: Date }[]>(
    `select split_part(current_setting('server_version'), ' ', 1) as version,
       current_setting('server_version_num')::int as number, clock_timestamp() as now`,
  );
  if (!server) return [fail('database', 'The database answers nothing.', 'Look into its log.')];
  const where = subject.config.database.url === null ? 'The embedded Postgres' : 'Postgres';
  const major = Math.trunc(server.number / 10_000);
  const apartMs = server.now.getTime() - (before + machine.now().getTime()) / 2;
  return [
    major >= OLDEST_TESTED
      ? ok('database', `${where} ${server.version} answers.`)
      : warn('database', `${where} ${server.version} answers.`, `Only Postgres ${OLDEST_TESTED} and later are tested.`),
    Math.abs(apartMs) <= CLOCKS_APART_MS
      ? ok('database-clock', 'Its clock agrees with this machine’s.')
      : warn(
          'database-clock',
          `Its clock and this machine’s are ${Math.round(Math.abs(apartMs) / 1000)} s apart.`,
          'Let both machines follow NTP.',
        ),
    ...(await checkSchema(dataSource)),
  ];
}

async function checkSchema(dataSource: DataSource): Promise<Finding[]> {
  const pending = await pendingMigrations(dataSource);
  if (pending.length === 0) return [ok('schema', 'The schema is current.')];
  return [fail('schema', `Migrations are missing: ${pending.join(', ')}.`, 'Run `npm run migrate`.')];
}
