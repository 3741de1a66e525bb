import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.port.js';
import type { Gateway, Gateways } from '../gateway.port.js';
import type { GatewayCall, GatewayCallLog } from './gateway-call.log.js';
import type { HeardCalls } from './heard-calls.js';

/** What a gateway client needs of an account, secrets opened. */
export interface AccountAccess {
  readonly id: string;
  readonly baseUrl: string;
  readonly serviceId: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface AccountSource {
  byId(accountId: string): Promise<AccountAccess | null>;
}

export interface ClosableGateway extends Gateway {
  close(): Promise<void>;
}

export type ConnectGateway = (account: AccountAccess, onCall: (call: GatewayCall) => void) => ClosableGateway;

const KEEP_MS = 60_000;
const CLOSE_LIMIT_MS = 4_000;

/** One client per account, made anew when the account's address or secret changed (requirement R16). */
export class AccountGateways implements Gateways {
  private readonly open = new Map<string, { gateway: ClosableGateway; access: AccountAccess; checkedAt: number }>();

  constructor(
    private readonly accounts: AccountSource,
    private readonly connect: ConnectGateway,
    private readonly calls: GatewayCallLog,
    private readonly clock: Clock,
    private readonly heard?: HeardCalls,
  ) {}

  async of(accountId: string): Promise<Gateway> {
    const now = this.clock.now().getTime();
    const known = this.open.get(accountId);
    if (known && Math.abs(now - known.checkedAt) < KEEP_MS) return known.gateway;
    const access = await this.accounts.byId(accountId);
    if (!access) throw new Error(`gateway account ${accountId} does not exist or has no secret to sign with`);
    if (known && sameAccess(known.access, access)) {
      known.checkedAt = now;
      return known.gateway;
    }
    const gateway = this.connect(access, (call) => {
      this.calls.record(accountId, call);
      this.heard?.hear(accountId, call);
    });
    this.open.set(accountId, { gateway, access, checkedAt: now });
    if (known) void known.gateway.close();
    return gateway;
  }

  async close(): Promise<void> {
    const closing = Promise.all([...this.open.values()].map((entry) => entry.gateway.close()));
    // A call that still hangs is settled later by whoever finds its command.
    await Promise.race([closing, delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
    this.open.clear();
    await this.heard?.flush();
    await this.calls.flush();
  }
}

function sameAccess(one: AccountAccess, other: AccountAccess): boolean {
  return (
    one.baseUrl === other.baseUrl &&
    one.serviceId === other.serviceId &&
    one.accessKey === other.accessKey &&
    one.secretKey === other.secretKey
  );
}
