import type { DataSource } from 'typeorm';

/**
 * Remembers since when something has been found without a break, so that a moment's backlog (a start after an outage,
 * a sandbox clock that jumped) alarms nobody, and a process that restarts again and again forgets nothing.
 */
export class Suspicions {
  constructor(private readonly dataSource: DataSource) {}

  /** It was found now. Returns for how long it has been found, by the database's clock: 0 the first time. */
  async lastedMs(key: string): Promise<number> {
    await this.dataSource.query('insert into suspicion (key, since) values ($1, now()) on conflict do nothing', [key]);
    const [row] = await this.dataSource.query<{ ms: number }[]>(
      'select (extract(epoch from now() - since) * 1000)::float as ms from suspicion where key = $1',
      [key],
    );
    return Math.max(0, row?.ms ?? 0);
  }

  /** What begins with `prefix` and is not among `keys` was not found this time: it begins anew if it comes again. */
  async forgetOthers(prefix: string, keys: readonly string[]): Promise<void> {
    await this.dataSource.query('delete from suspicion where starts_with(key, $1) and not key = any($2)', [
      prefix,
      keys,
    ]);
  }
}
