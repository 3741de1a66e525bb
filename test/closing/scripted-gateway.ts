import type { CipRecord, ClosableGateway, GatewayOutcome } from '#payments';

type Said = CipRecord['status'];

/**
 * A PagoEfectivo inside the process, told what to say: the gateway's port without a wire, for what only concerns rows and
 * rules. Flows with a wire use the sandbox.
 */
export class ScriptedGateway implements ClosableGateway {
  /** What a search says of a CIP that nothing else was said about. */
  usual: Said = 'expired';
  readonly says = new Map<string, Said>();
  /** Nothing is answered: what was sent may have had its effect. */
  unreachable = false;
  searches = 0;
  /** Our code of a CIP, where a search names it. */
  readonly codes = new Map<string, string>();
  /** What happens while a search is under way. */
  beforeAnswer: () => Promise<unknown> = () => Promise.resolve();
  readonly deleted: string[] = [];
  private readonly hanging = new Map<string, () => void>();
  private readonly wantHang = new Set<string>();

  /** The delete of this CIP is answered only when `release` is called. */
  hang(number: string): void {
    this.wantHang.add(number);
  }

  release(): void {
    for (const answer of this.hanging.values()) answer();
    this.hanging.clear();
  }

  get calls(): number {
    return this.searches + this.deleted.length;
  }

  async searchCips(numbers: string[]): Promise<GatewayOutcome<CipRecord[]>> {
    this.searches += 1;
    await this.beforeAnswer();
    if (this.unreachable) return SILENCE;
    return { kind: 'ok', value: numbers.map((number) => this.record(number)) };
  }

  async deleteCip(number: string): Promise<GatewayOutcome<void>> {
    this.deleted.push(number);
    if (this.unreachable) return SILENCE;
    if (this.wantHang.delete(number))
      await new Promise<void>((resolve) => {
        this.hanging.set(number, resolve);
      });
    this.says.set(number, 'removed');
    return { kind: 'ok', value: undefined };
  }

  createCip(): Promise<GatewayOutcome<never>> {
    return Promise.resolve({ kind: 'never_sent', reason: 'nothing is created here' });
  }

  refundCip(): Promise<GatewayOutcome<void>> {
    return Promise.resolve({ kind: 'never_sent', reason: 'nothing is refunded here' });
  }

  changeExpiry(): Promise<GatewayOutcome<void>> {
    return Promise.resolve(this.unreachable ? SILENCE : { kind: 'ok', value: undefined });
  }

  close(): Promise<void> {
    this.release();
    return Promise.resolve();
  }

  private record(number: string): CipRecord {
    const status = this.says.get(number) ?? this.usual;
    const paidAt = status === 'paid' ? new Date('2026-11-25T04:30:00.000Z') : null;
    return {
      number,
      transactionCode: this.codes.get(number) ?? null,
      amountMinor: 12_990n,
      currency: 'PEN',
      status,
      rawStatus: null,
      expiresAt: null,
      paidAt,
    };
  }
}

const SILENCE = { kind: 'unknown', reason: 'nobody answered' } as const;
