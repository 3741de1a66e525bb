import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { Currency } from '../domain/index.js';
import { accountIdOf, readSummary } from './account-summary.js';
import type { AdminOutcome } from './admin-outcome.js';
import { conflict, done, notFound } from './admin-outcome.js';
import { AuditLog } from './audit-log.js';

/** Which account takes a shop's payments in a currency. */
export interface ShopAccount {
  readonly shopId: string;
  readonly currency: Currency;
  readonly accountId: string;
}

/** Attaches accounts to shops, one per currency (requirement R24). Every change is in the audit log. */
export class ShopAccounts {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    clock: Clock,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  /**
   * New payments of the shop in the account's currency go to this account from now on; payments that are there stay with
   * theirs. Takes the place of another account of the currency. Refuses what does not fit: other merchant, test and live
   * together (invariant 10), disabled.
   */
  async attach(wanted: { shopId: string; account: string; actor: string }): Promise<AdminOutcome<ShopAccount>> {
    const { shopId, actor } = wanted;
    return this.dataSource.transaction(async (manager) => {
      // Attachments of one shop take turns: the audit log names what each took the place of.
      const [shop] = await manager.query<{ merchantId: string; livemode: boolean }[]>(
        'select merchant_id as "merchantId", livemode from shop where id = $1 for update',
        [shopId],
      );
      if (!shop) return notFound('shop', shopId);
      const accountId = await accountIdOf(manager, wanted.account, 'for share');
      if (accountId === null) return notFound('account', wanted.account);
      const account = await readSummary(manager, accountId);
      const { currency, slug } = account;
      if (account.merchantId !== shop.merchantId) {
        return conflict(
          'account_does_not_fit',
          `The account "${slug}" belongs to another merchant than this shop: choose one of ${shop.merchantId}.`,
        );
      }
      if (account.livemode !== shop.livemode) {
        return conflict(
          'account_does_not_fit',
          `The account "${slug}" is for ${mode(account.livemode)} money and the shop for ${mode(shop.livemode)}: they never meet.`,
        );
      }
      if (account.disabledAt !== null) {
        return conflict('account_does_not_fit', `The account "${slug}" is disabled: enable it first.`);
      }
      const [before] = await manager.query<{ accountId: string }[]>(
        'select account_id as "accountId" from shop_account where shop_id = $1 and currency = $2',
        [shopId, currency],
      );
      if (before?.accountId !== accountId) {
        await manager.query(
          `insert into shop_account (shop_id, account_id, currency) values ($1, $2, $3)
           on conflict (shop_id, currency) do update set account_id = excluded.account_id`,
          [shopId, accountId, currency],
        );
        const data = { currency, accountId, insteadOf: before?.accountId ?? null };
        await this.audit.record({ actor, action: 'shop.account_attached', subject: shopId, data }, manager);
      }
      return done({ shopId, currency, accountId });
    });
  }

  /** The shop takes no new payments in the currency any more. */
  async detach(wanted: { shopId: string; currency: Currency; actor: string }): Promise<AdminOutcome<ShopAccount>> {
    const { shopId, currency, actor } = wanted;
    return this.dataSource.transaction(async (manager) => {
      const [[row]] = await manager.query<[{ accountId: string }[], number]>(
        'delete from shop_account where shop_id = $1 and currency = $2 returning account_id as "accountId"',
        [shopId, currency],
      );
      if (!row) return notFound('attachment', `${shopId}/${currency}`);
      const data = { currency, accountId: row.accountId };
      await this.audit.record({ actor, action: 'shop.account_detached', subject: shopId, data }, manager);
      return done({ shopId, currency, accountId: row.accountId });
    });
  }
}

function mode(livemode: boolean): string {
  return livemode ? 'live' : 'test';
}
