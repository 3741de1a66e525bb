import { testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import { Column, DataSource, Entity } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntryEntity, paymentEntities } from '../entities/index.js';
import { paymentMigrations } from './index.js';
import { schemaDrift } from './schema-drift.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeEach(async () => {
  database = await testDatabase({ schema: 'empty' });
  dataSource = await connect(paymentEntities);
  await dataSource.runMigrations();
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

function connect(entities: (typeof AuditEntryEntity | (typeof paymentEntities)[number])[]): Promise<DataSource> {
  return new DataSource({ type: 'postgres', url: database.url, entities, migrations: paymentMigrations }).initialize();
}

@Entity({ name: 'audit_entry' })
class AuditEntryWithMood extends AuditEntryEntity {
  @Column({ name: 'mood', type: 'text', nullable: true })
  mood: string | null;
}

describe('schemaDrift', () => {
  it('finds nothing after the migrations, and leaves nothing behind', async () => {
    expect(await schemaDrift(dataSource)).toEqual([]);
    expect(await schemaDrift(dataSource)).toEqual([]);
    expect(await database.query(`select 1 from pg_namespace where nspname like 'chasqui_schema%'`)).toEqual([]);
  });

  it('finds a column that only the database has', async () => {
    await dataSource.query('alter table shop add column nickname text');

    const drift = await schemaDrift(dataSource);

    expect(drift).toContain('the schema builder would run: ALTER TABLE "shop" DROP COLUMN "nickname"');
    expect(drift).toContain('only in the database: column shop.nickname text');
  });

  it('finds a column that only the entities have', async () => {
    const changed = await connect([
      ...paymentEntities.filter((entity) => entity !== AuditEntryEntity),
      AuditEntryWithMood,
    ]);
    const drift = await schemaDrift(changed);
    await changed.destroy();

    expect(drift).toContain('the schema builder would run: ALTER TABLE "audit_entry" ADD "mood" text');
    expect(drift).toContain('only in the entities: column audit_entry.mood text');
  });

  it.each([
    [
      'a predicate',
      'drop index uq_cip_current; create unique index uq_cip_current on cip (payment_id) where not current',
    ],
    [
      'the order of columns',
      'drop index ix_delivery_endpoint; create index ix_delivery_endpoint on delivery (created_at, endpoint_id)',
    ],
    [
      'a rule',
      `alter table refund drop constraint ck_refund_amount; alter table refund add constraint ck_refund_amount check (amount_minor > 1)`,
    ],
    [
      'where a key points',
      'alter table refund drop constraint fk_refund_receipt; alter table refund add constraint fk_refund_receipt foreign key (receipt_id) references payment (id)',
    ],
    ["a primary key's name", 'alter index pk_shop rename to shop_pkey'],
    ['a default', 'alter table payment alter column late set default true'],
    ['a type', 'alter table payment alter column order_id type varchar(64)'],
    ['a table', 'create table left_over (id text)'],
  ])('finds that %s differs', async (_what, change) => {
    await dataSource.query(change);
    expect(await schemaDrift(dataSource)).not.toEqual([]);
  });

  it('does not mind partitions, which come and go', async () => {
    await dataSource.query(
      `create table notification_2026_11 partition of notification for values from ('2026-11-01') to ('2026-12-01')`,
    );
    expect(await schemaDrift(dataSource)).toEqual([]);
  });

  it('finds every table missing once all migrations are undone, and nothing once they are done again', async () => {
    for (let undone = 0; undone < dataSource.migrations.length; undone += 1) await dataSource.undoLastMigration();

    const left = await database.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'migrations'`,
    );
    expect(left).toEqual([]);
    const drift = await schemaDrift(dataSource);
    for (const { tableName } of dataSource.entityMetadatas) {
      expect(drift.some((line) => line.startsWith(`only in the entities: column ${tableName}.`))).toBe(true);
    }

    await dataSource.runMigrations({ transaction: 'each' });
    expect(await schemaDrift(dataSource)).toEqual([]);
  });
});
