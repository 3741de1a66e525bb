import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when secrets are in use, when they were last used and when they end; how near an alert's end is (requirement R16). */
export class SecretUse1764090000015 implements MigrationInterface {
  name = 'SecretUse1764090000015';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `alter table alert add column stage integer not null default 0`,
  `alter table gateway_secret add column ends_at timestamptz, add column last_used_at timestamptz`,
  `alter table gateway_account add column access_key_changed_at timestamptz`,
  `alter table webhook_endpoint add column secret_changed_at timestamptz`,
  `alter table operator add column password_changed_at timestamptz, add column last_login_at timestamptz`,
];

const DOWN = [
  `alter table operator drop column last_login_at, drop column password_changed_at`,
  `alter table webhook_endpoint drop column secret_changed_at`,
  `alter table gateway_account drop column access_key_changed_at`,
  `alter table gateway_secret drop column last_used_at, drop column ends_at`,
  `alter table alert drop column stage`,
];
