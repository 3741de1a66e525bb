import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import { arrayLiteral, columns } from './columns.js';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase({ schema: 'empty' });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const SAMPLE = columns({
  name: 'text',
  count: 'integer',
  minor: 'bigint',
  live: 'boolean',
  at: 'timestamptz',
  data: 'jsonb',
});

it('gives Postgres every row as it is, whatever its text', async () => {
  const text = fc.string({ unit: 'binary' }).map((raw) => raw.replaceAll('\0', ''));
  const row = fc.record({
    name: fc.option(fc.oneof(text, fc.constantFrom('', 'NULL', '{}', '{"a","b"}', '\\', '"', ',', ' x ', '\n')), {
      nil: null,
    }),
    count: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { nil: null }),
    minor: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    live: fc.boolean(),
    at: fc.option(fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-31'), noInvalidDate: true }), {
      nil: null,
    }),
    data: fc.dictionary(text, text).map((value) => JSON.stringify(value)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const answer = await client.query(`select ${SAMPLE.names} from ${SAMPLE.source}`, SAMPLE.values(rows));
      expect(answer.rows).toEqual(rows.map((given) => ({ ...given, data: JSON.parse(given.data) as unknown })));
    }),
    { numRuns: 200 },
  );
});

it('nests an array as text that is cast', async () => {
  const values = ['a|b', '"', '\\', 'x,y', ''];
  const { rows } = await client.query('select x.list::text[] as list from unnest($1::text[]) as x(list)', [
    arrayLiteral([arrayLiteral(values), arrayLiteral([])]),
  ]);
  expect(rows).toEqual([{ list: values }, { list: [] }]);
});
