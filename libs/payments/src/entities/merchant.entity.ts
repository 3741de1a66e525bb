import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who sells: owns shops and gateway accounts (requirement R24). */
@Entity({ name: 'merchant' })
export class MerchantEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_merchant' })
  id: string;

  @Column({ name: 'name', type: 'text' })
  name: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
