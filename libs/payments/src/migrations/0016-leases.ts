import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deliveries under way, by when they are given up: what a claim counts before anything else. */
export class Leases1764090000016 implements MigrationInterface {
  name = 'Leases1764090000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index ix_delivery_leased');
    await runner.query(
      `create index ix_delivery_leased on delivery (endpoint_id, lease_until) where status = 'pending' and lease_until is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index ix_delivery_leased');
    await runner.query(
      `create index ix_delivery_leased on delivery (endpoint_id) where status = 'pending' and lease_until is not null`,
    );
  }
}
