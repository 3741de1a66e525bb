import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Its id is its place in the feed. */
@Entity('order_events')
export class OrderEvent {
  @PrimaryGeneratedColumn()
  id: number;

  @Column()
  orderId: number;

  @Column({ type: 'text' })
  type: string;

  @Column({ type: 'jsonb' })
  body: object;
}
