import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('orders')
export class Order {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ type: 'text', unique: true })
  cip: string;

  @Column({ type: 'text' })
  status: string;

  @Column({ type: 'timestamptz', nullable: true })
  paidAt: Date | null;
}
