import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';
import { checkName } from './admin-fields.js';
import type { AdminOutcome, ListQuery } from './admin-outcome.js';
import { done, notFound, refusalOf } from './admin-outcome.js';
import { AuditLog } from './audit-log.js';

export interface Merchant {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** Who sells (requirement R24). Every change is in the audit log, in its own transaction. */
export class Merchants {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  async create(wanted: { name: string; actor: string }): Promise<AdminOutcome<Merchant>> {
    const { name, actor } = wanted;
    const refusal = refusalOf(checkName(name));
    if (refusal) return refusal;
    const merchant = { id: newId('mer', this.clock.now()), name, createdAt: this.clock.now() };
    return this.dataSource.transaction(async (manager) => {
      await manager.query('insert into merchant (id, name, created_at) values ($1, $2, $3)', [
        merchant.id,
        merchant.name,
        merchant.createdAt,
      ]);
      await this.audit.record({ actor, action: 'merchant.created', subject: merchant.id, data: { name } }, manager);
      return done(merchant);
    });
  }

  async rename(wanted: { id: string; name: string; actor: string }): Promise<AdminOutcome<Merchant>> {
    const { id, name, actor } = wanted;
    const refusal = refusalOf(checkName(name));
    if (refusal) return refusal;
    return this.dataSource.transaction(async (manager) => {
      const [before] = await manager.query<{ name: string }[]>('select name from merchant where id = $1 for update', [
        id,
      ]);
      if (!before) return notFound('merchant', id);
      const [[merchant]] = await manager.query<[Merchant[], number]>(
        `update merchant set name = $2 where id = $1 returning ${COLUMNS}`,
        [id, name],
      );
      if (!merchant) return notFound('merchant', id);
      await this.audit.record(
        { actor, action: 'merchant.renamed', subject: id, data: { from: before.name, to: name } },
        manager,
      );
      return done(merchant);
    });
  }

  async get(id: string): Promise<Merchant | null> {
    const [merchant] = await this.dataSource.query<Merchant[]>(`select ${COLUMNS} from merchant where id = $1`, [id]);
    return merchant ?? null;
  }

  async list({ before = null, limit }: ListQuery): Promise<Merchant[]> {
    return this.dataSource.query<Merchant[]>(
      `select ${COLUMNS} from merchant where ($1::text is null or id < $1) order by id desc limit $2`,
      [before, limit],
    );
  }
}

const COLUMNS = 'id, name, created_at as "createdAt"';
