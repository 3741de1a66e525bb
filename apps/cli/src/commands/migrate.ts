import { Maintenance } from '#payments';
import { migrateDatabase, SystemClock } from '#platform';
import { migrateQueueDatabase } from '#queues';
import { type Command, EXIT } from '../command.js';

/** Brings the database, and the queue where it is Postgres, to the schema of this version. */
export const migrate: Command = {
  name: 'migrate',
  usage: '',
  summary: 'Brings the database to the current schema, queue tables too; processes that do so at once take turns.',
  async run({ io, session }) {
    const dataSource = await session.connection({ mayCreate: true });
    const names = await migrateDatabase(dataSource, (line) => io.write(`${line}\n`));
    io.write(
      names.length === 0 ? 'The database was at the current schema already.\n' : `${names.length} migration(s) ran.\n`,
    );
    // Now, so that the first rows have their month's partition; the maintenance sweep keeps them ahead.
    const partitions = await new Maintenance(dataSource, new SystemClock()).createPartitionsAhead();
    if (partitions > 0) io.write(`${partitions} month partitions were made.\n`);
    const queueUrl = session.config.queue.url ?? (await session.url());
    if (/^postgres(ql)?:/.test(queueUrl)) {
      await migrateQueueDatabase(queueUrl);
      io.write('The queue tables are at the current schema.\n');
    } else {
      io.write('The queue is Redis and needs no schema.\n');
    }
    return EXIT.ok;
  },
};
