import { createHash, randomUUID } from 'node:crypto';
import { Not, type DataSource, type EntityManager } from 'typeorm';
import type { Moment } from '../clock/sandbox-clock.js';
import { ActEntity } from '../database/act.entity.js';
import { CipEntity } from '../database/cip.entity.js';
import type { CipOrder } from '../gateway-api/create-request.js';
import { shownStatus, toHistory, type CipState, type ShownStatus } from './cip-state.js';
import { actsOf, orderStem, scenarioOf, type PlannedAct } from './scenario.js';

/** What became of a change: `refused` names the status that stood in its way. */
export type CipChange =
  { kind: 'changed'; cip: CipEntity } | { kind: 'unknown_cip' } | { kind: 'refused'; status: ShownStatus };

/** More past states than any test makes; older ones are forgotten. */
const HISTORY_LENGTH = 100;

/** CIPs, their creation and their dates. Money is `PaymentDesk`'s. */
export class CipBook {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * A new CIP, every time: the gateway has no idempotency. `answered` is false where the shopper's e-mail asks for a
   * create that happens and is never answered.
   */
  async create(order: CipOrder, moment: Moment): Promise<{ cip: CipEntity; answered: boolean }> {
    const scenario = scenarioOf(order.userEmail);
    const { userEmail, ...written } = order;
    const { manager } = this.dataSource;
    const cip = manager.create(CipEntity, {
      ...written,
      token: randomUUID().toUpperCase(),
      shopperDigest: createHash('sha256').update(userEmail.toLowerCase()).digest('hex'),
      scenario,
      status: 'pending',
      createdAt: moment.stamp,
      paidAt: null,
      paidMinor: null,
      removedAt: null,
      history: [],
    });
    const acts = actsOf(scenario, cip);
    // Most CIPs wait for somebody to act: one statement, so that a load test measures the product and not this.
    if (acts.length === 0) await insertCip(manager, cip);
    else {
      await manager.transaction(async (within) => {
        await insertCip(within, cip);
        await insertActs(within, cip, acts, moment);
      });
    }
    return { cip, answered: scenario !== 'timeout' || (await isReplacement(manager, cip)) };
  }

  async find(number: string): Promise<CipEntity | null> {
    return this.dataSource.manager.findOneBy(CipEntity, { number });
  }

  async findByToken(token: string): Promise<CipEntity | null> {
    return this.dataSource.manager.findOneBy(CipEntity, { token });
  }

  async newest(limit: number): Promise<CipEntity[]> {
    return this.dataSource.manager.find(CipEntity, { order: { number: 'DESC' }, take: limit });
  }

  /** By number; unknown ones are absent. */
  async findMany(numbers: readonly string[]): Promise<Map<string, CipEntity>> {
    if (numbers.length === 0) return new Map();
    const rows = await this.dataSource.manager
      .createQueryBuilder(CipEntity, 'cip')
      .where('cip.number = any(:numbers::bigint[])', { numbers })
      .getMany();
    return new Map(rows.map((cip) => [cip.number, cip]));
  }

  /** An expired CIP lives again when its date is moved (§4); a paid or removed one has no date to move. */
  async extend(number: string, expiresAt: Date, moment: Moment): Promise<CipChange> {
    return this.change(number, async (cip, manager) => {
      if (cip.status !== 'pending') return shownStatus(cip, moment.stamp);
      await saveState(manager, cip, { expiresAt }, moment);
      return null;
    });
  }

  /** Only while Generado (§4): not when expired, paid or removed already. */
  async remove(number: string, moment: Moment): Promise<CipChange> {
    return this.change(number, async (cip, manager) => {
      const status = shownStatus(cip, moment.stamp);
      if (status !== 'pending') return status;
      await saveState(manager, cip, { status: 'removed', removedAt: moment.stamp }, moment);
      return null;
    });
  }

  /**
   * Locks the CIP's row and lets `apply` change it; what `apply` returns is the status that refused the change, null
   * when it was made. One at a time per CIP, whoever asks.
   */
  async change(
    number: string,
    apply: (cip: CipEntity, manager: EntityManager) => Promise<ShownStatus | null>,
    within: EntityManager = this.dataSource.manager,
  ): Promise<CipChange> {
    return within.transaction(async (manager) => {
      const cip = await manager.findOne(CipEntity, { where: { number }, lock: { mode: 'pessimistic_write' } });
      if (cip === null) return { kind: 'unknown_cip' };
      const refusedBy = await apply(cip, manager);
      return refusedBy === null ? { kind: 'changed', cip } : { kind: 'refused', status: refusedBy };
    });
  }
}

/** Takes the next number, for good: sequences are never reset, so none comes back after `POST /sandbox/reset` either. */
async function insertCip(manager: EntityManager, cip: CipEntity): Promise<void> {
  const inserted = await manager
    .createQueryBuilder()
    .insert()
    .into(CipEntity)
    .values({ ...cip, number: () => `nextval('sandbox.cip_number')` })
    .returning('number')
    .execute();
  const [row]: { number?: string }[] = inserted.raw;
  if (row?.number === undefined) throw new Error('the sequence sandbox.cip_number gave no number');
  cip.number = row.number;
}

async function insertActs(
  manager: EntityManager,
  cip: CipEntity,
  acts: readonly PlannedAct[],
  moment: Moment,
): Promise<void> {
  // Planned by the gateway's stamps, due in business time.
  const skewMs = moment.stamp.getTime() - moment.now.getTime();
  for (const act of acts) {
    await manager.insert(ActEntity, { ...act, dueAt: new Date(act.dueAt.getTime() - skewMs), cip: cip.number });
  }
}

/** Stores a new state and remembers the one before it, so that a lagging search can still show it. */
export async function saveState(
  manager: EntityManager,
  cip: CipEntity,
  change: Partial<CipState>,
  moment: Moment,
): Promise<void> {
  const history = [...cip.history, toHistory(cip, moment.stamp)].slice(-HISTORY_LENGTH);
  Object.assign(cip, change, { history });
  await manager.update(CipEntity, { number: cip.number }, { ...change, history });
}

/** The bank's number of an operation; never given out twice. */
export async function nextOperationNumber(manager: EntityManager): Promise<string> {
  const rows = await manager.query<{ value: string }[]>(`select nextval('sandbox.operation_number')::text as value`);
  const [row] = rows;
  if (row === undefined) throw new Error('the sequence sandbox.operation_number gave no number');
  return row.value;
}

/** True when the same shopper's order has a CIP under another `transactionCode` already. */
async function isReplacement(manager: EntityManager, cip: CipEntity): Promise<boolean> {
  const earlier = await manager.find(CipEntity, {
    select: { number: true, transactionCode: true },
    where: { shopperDigest: cip.shopperDigest, transactionCode: Not(cip.transactionCode) },
  });
  return earlier.some((other) => orderStem(other.transactionCode) === orderStem(cip.transactionCode));
}
