import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A page is found by the payment's id, with which its token begins. An index of tokens alone was read and written all over
 * its size at every change of a payment, as tokens are random and a change of state writes all indexes of the row.
 *
 * Addresses that were given out before open nothing any more, nor do those in kept answers and events: nothing was released.
 */
export class PageTokens1764090000017 implements MigrationInterface {
  name = 'PageTokens1764090000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table payment drop constraint uq_payment_page_token');
    await runner.query('update payment set page_token = right(id, 26) || left(page_token, 22)');
  }

  /** The addresses of before do not come back: what was random in them is cut. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table payment add constraint uq_payment_page_token unique (page_token)');
  }
}
