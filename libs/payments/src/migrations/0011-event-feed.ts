import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far back the event feed reaches (requirement R21), and reading it from an instant. */
export class EventFeed1764090000011 implements MigrationInterface {
  name = 'EventFeed1764090000011';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `alter table relay_state add column retired_position bigint not null default 0`,
  `alter table relay_state alter column retired_position drop default,
     add constraint ck_relay_state_retired check (retired_position between 0 and last_position)`,
  `create index ix_outbox_event_shop_time on outbox_event (shop_id, created_at) where position is not null`,
];

const DOWN = [
  `drop index ix_outbox_event_shop_time`,
  `alter table relay_state drop constraint ck_relay_state_retired, drop column retired_position`,
];
