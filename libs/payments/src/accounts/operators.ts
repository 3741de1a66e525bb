import { createHash, randomBytes } from 'node:crypto';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';
import { LoginLimit } from './login-limit.js';
import type { ScryptCost } from './password-hash.js';
import { PASSWORD_COST, hashPassword, verifyPassword } from './password-hash.js';

const SESSION_MS = 12 * 60 * 60_000;
const MIN_PASSWORD_LENGTH = 10;
/** Of one name, then it is locked for a while. */
const FAILURES_PER_NAME = 5;
/** Of one address, whatever the names: an office shares one, a guesser needs far more. */
const FAILURES_PER_ADDRESS = 30;
/** Passwords judged at the same time. Each takes a thread that the whole process shares, and 32 MiB. */
const JUDGED_AT_ONCE = 2;
const WAITING_AT_MOST = 20;

export const OPERATOR_ROLES = ['viewer', 'operator', 'admin'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

export interface Operator {
  readonly id: string;
  readonly email: string;
  readonly role: OperatorRole;
  readonly createdAt: Date;
  readonly lastLoginAt: Date | null;
  readonly disabledAt: Date | null;
}

export type Login =
  /** `token` goes into the cookie and nowhere else. */
  | { readonly kind: 'ok'; readonly token: string; readonly expiresAt: Date; readonly operator: Operator }
  /** Unknown address, wrong password or disabled operator: the caller is not told which. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked'; readonly until: Date }
  /** More sign-ins at the same time than are judged. */
  | { readonly kind: 'busy' };

export type OperatorCreation =
  | { readonly kind: 'created'; readonly operator: Operator }
  | { readonly kind: 'email_taken' }
  | { readonly kind: 'password_too_short'; readonly minimum: number };

export type PasswordChange =
  { readonly kind: 'changed' | 'unknown' } | { readonly kind: 'password_too_short'; readonly minimum: number };

/** People who may use the console, and their sessions. */
export class Operators {
  private readonly limit: LoginLimit;
  private readonly addressLimit: LoginLimit;
  private readonly judging = bulkhead(JUDGED_AT_ONCE, WAITING_AT_MOST);
  private decoy: Promise<string> | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly passwordCost: ScryptCost = PASSWORD_COST,
  ) {
    this.limit = new LoginLimit(clock, FAILURES_PER_NAME);
    this.addressLimit = new LoginLimit(clock, FAILURES_PER_ADDRESS);
  }

  async create(wanted: { email: string; password: string; role: OperatorRole }): Promise<OperatorCreation> {
    if (wanted.password.length < MIN_PASSWORD_LENGTH)
      return { kind: 'password_too_short', minimum: MIN_PASSWORD_LENGTH };
    return this.insert(wanted);
  }

  /**
   * The first operator, as the environment names it (`CHASQUI_OPERATOR`): an admin. Never changes one that exists; any
   * password is taken, because whoever sets the environment owns the machine. True when it was made.
   */
  async seed(first: { email: string; password: string }): Promise<boolean> {
    const [known] = await this.dataSource.query<{ id: string }[]>('select id from operator where email = $1', [
      normalEmail(first.email),
    ]);
    if (known) return false;
    return (await this.insert({ ...first, role: 'admin' })).kind === 'created';
  }

  async list(): Promise<Operator[]> {
    return this.dataSource.query<Operator[]>(`select ${COLUMNS} from operator o order by o.email`);
  }

  async setRole(operatorId: string, role: OperatorRole): Promise<boolean> {
    return this.change('update operator set role = $2 where id = $1', [operatorId, role]);
  }

  /** Ends every session too. */
  async setPassword(operatorId: string, password: string): Promise<PasswordChange> {
    if (password.length < MIN_PASSWORD_LENGTH) return { kind: 'password_too_short', minimum: MIN_PASSWORD_LENGTH };
    const hash = await hashPassword(password, this.passwordCost);
    const changed = await this.change(
      'update operator set password_hash = $2, password_changed_at = $3 where id = $1',
      [operatorId, hash, this.clock.now()],
    );
    await this.endSessions(operatorId);
    return { kind: changed ? 'changed' : 'unknown' };
  }

  /** Ends every session too. */
  async disable(operatorId: string): Promise<boolean> {
    const changed = await this.change('update operator set disabled_at = $2 where id = $1 and disabled_at is null', [
      operatorId,
      this.clock.now(),
    ]);
    await this.endSessions(operatorId);
    return changed;
  }

  /** `address`: where it comes from. */
  async login(given: { email: string; password: string; address?: string }): Promise<Login> {
    const email = normalEmail(given.email);
    const address = given.address ?? '';
    const lockedUntil = this.limit.lockedUntil(email) ?? this.addressLimit.lockedUntil(address);
    if (lockedUntil) return { kind: 'locked', until: lockedUntil };
    try {
      return await this.judging.execute(() => this.judge({ email, password: given.password, address }));
    } catch (error) {
      if (error instanceof BulkheadRejectedError) return { kind: 'busy' };
      throw error;
    }
  }

  private async judge({
    email,
    password,
    address,
  }: {
    email: string;
    password: string;
    address: string;
  }): Promise<Login> {
    // Again: it may have been locked by what was judged while this one waited.
    const lockedUntil = this.limit.lockedUntil(email) ?? this.addressLimit.lockedUntil(address);
    if (lockedUntil) return { kind: 'locked', until: lockedUntil };
    // Counted before the answer is known, so that guesses sent at once count as well.
    this.limit.failed(email);
    const [row] = await this.dataSource.query<(Operator & { passwordHash: string })[]>(
      `select ${COLUMNS}, o.password_hash as "passwordHash" from operator o where o.email = $1`,
      [email],
    );
    // An unknown address takes as long as a wrong password.
    const right = await verifyPassword(password, row?.passwordHash ?? (await this.decoyHash()));
    if (!row || !right || row.disabledAt !== null) {
      if (address !== '') this.addressLimit.failed(address);
      return { kind: 'refused' };
    }
    this.limit.succeeded(email);
    const { passwordHash: _passwordHash, ...operator } = row;
    const now = this.clock.now();
    return { kind: 'ok', operator: { ...operator, lastLoginAt: now }, ...(await this.openSession(operator.id, now)) };
  }

  /** Whose session a cookie's token is; null for an unknown or ended one and for a disabled operator. */
  async session(token: string): Promise<Operator | null> {
    const [operator] = await this.dataSource.query<Operator[]>(
      `select ${COLUMNS} from operator_session s join operator o on o.id = s.operator_id
       where s.token_hash = $1 and s.expires_at > $2 and o.disabled_at is null`,
      [hashToken(token), this.clock.now()],
    );
    return operator ?? null;
  }

  async logout(token: string): Promise<void> {
    await this.dataSource.query('delete from operator_session where token_hash = $1', [hashToken(token)]);
  }

  private async insert(wanted: { email: string; password: string; role: OperatorRole }): Promise<OperatorCreation> {
    const now = this.clock.now();
    const [operator] = await this.dataSource.query<Operator[]>(
      `insert into operator as o (id, email, password_hash, role, created_at) values ($1, $2, $3, $4, $5)
       on conflict (email) do nothing returning ${COLUMNS}`,
      [
        newId('opr', now),
        normalEmail(wanted.email),
        await hashPassword(wanted.password, this.passwordCost),
        wanted.role,
        now,
      ],
    );
    return operator ? { kind: 'created', operator } : { kind: 'email_taken' };
  }

  private async openSession(operatorId: string, now: Date): Promise<{ token: string; expiresAt: Date }> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + SESSION_MS);
    await this.dataSource.query('delete from operator_session where expires_at <= $1', [now]);
    await this.dataSource.query('update operator set last_login_at = $2 where id = $1', [operatorId, now]);
    await this.dataSource.query(
      'insert into operator_session (token_hash, operator_id, created_at, expires_at) values ($1, $2, $3, $4)',
      [hashToken(token), operatorId, now, expiresAt],
    );
    return { token, expiresAt };
  }

  private async endSessions(operatorId: string): Promise<void> {
    await this.dataSource.query('delete from operator_session where operator_id = $1', [operatorId]);
  }

  private async change(sql: string, parameters: unknown[]): Promise<boolean> {
    const [, count] = await this.dataSource.query<[unknown[], number]>(sql, parameters);
    return count === 1;
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= hashPassword(randomBytes(16).toString('base64'), this.passwordCost);
    return this.decoy;
  }
}

const COLUMNS =
  'o.id, o.email, o.role, o.created_at as "createdAt", o.last_login_at as "lastLoginAt", o.disabled_at as "disabledAt"';

function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
