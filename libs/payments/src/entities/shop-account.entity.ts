import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { GatewayAccountEntity } from './gateway-account.entity.js';
import { ShopEntity } from './shop.entity.js';

/** Which account takes a shop's payments in a currency. */
@Entity({ name: 'shop_account' })
export class ShopAccountEntity {
  @ForeignKey(() => ShopEntity, { name: 'fk_shop_account_shop' })
  @PrimaryColumn({ name: 'shop_id', type: 'text', primaryKeyConstraintName: 'pk_shop_account' })
  shopId: string;

  @ForeignKey(() => GatewayAccountEntity, { name: 'fk_shop_account_account' })
  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ name: 'currency', type: 'text', primaryKeyConstraintName: 'pk_shop_account' })
  currency: string;
}
