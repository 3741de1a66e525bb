import { expect } from 'vitest';
import { runCli } from '../../apps/cli/src/cli.js';
import type { CaseKind, Resolution } from '#payments';
import { waitFor } from '#testing';
import type { Page, ProblemBody } from './checkout-api.js';
import type { Answer } from './product.js';
import { flowEnvironment, type Product } from './product.js';

export interface Case {
  readonly id: string;
  readonly kind: CaseKind;
  readonly state: string;
  readonly paymentId: string | null;
  readonly receiptId: string | null;
  readonly notificationId: string | null;
  readonly details: Record<string, unknown>;
  readonly dueAt: string;
  readonly overdue: boolean;
  readonly owner: string | null;
  readonly note: string | null;
  readonly resolutions: readonly Resolution[];
  readonly resolution: string | null;
  readonly resolvedBy: string | null;
  readonly refundIds: readonly string[];
}

type Refused = ProblemBody & { resolutions?: readonly Resolution[]; resolution?: string; detail: string };

/** What flows do about cases: through the doors of shops and operators, and a look at what was written. */
export class CaseDesk {
  private orders = 0;

  constructor(readonly product: Product) {}

  newOrderId(): string {
    this.orders += 1;
    return `CASE-${this.orders}`;
  }

  openCase(where: { kind: CaseKind; paymentId?: string; cip?: string }): Promise<Case> {
    const find = async (): Promise<Case | undefined> => {
      const { body } = await this.product.api<Page<Case>>('GET', `/v1/cases?state=open&kind=${where.kind}&limit=100`);
      return body.data.find(
        (entry) =>
          (where.paymentId === undefined || entry.paymentId === where.paymentId) &&
          (where.cip === undefined || entry.details['cip'] === where.cip),
      );
    };
    return waitFor(find, { what: `a case ${where.kind} of ${where.paymentId ?? where.cip}`, timeoutMs: 30_000 });
  }

  answer(id: string, resolution: Resolution, reason = 'As the desk decided.'): Promise<Answer<Case & Refused>> {
    return this.product.api('POST', `/v1/cases/${id}/resolve`, { resolution, reason });
  }

  async theCase(id: string): Promise<Case> {
    return (await this.product.api<Case>('GET', `/v1/cases/${id}`)).body;
  }

  resolvedCase(id: string): Promise<Case> {
    return waitFor(
      async () => {
        const found = await this.theCase(id);
        return found.state === 'resolved' ? found : undefined;
      },
      { what: `case ${id} to be resolved`, timeoutMs: 30_000 },
    );
  }

  /** What the events of a case said about it. */
  async told(caseId: string): Promise<{ type: string; case: Record<string, unknown> }[]> {
    const rows = await this.product.database.query<{ type: string; body: string }>(
      `select type, body from outbox_event where type like 'order.review_%' and body::jsonb #>> '{data,case,id}' = $1
       order by sequence`,
      [caseId],
    );
    return rows.map(({ type, body }) => {
      const event = JSON.parse(body) as { data: { case: Record<string, unknown> } };
      return { type, case: event.data.case };
    });
  }

  refunds(paymentId: string): Promise<{ id: string; amount: string; state: string; by: string }[]> {
    return this.product.database.query(
      `select id, amount_minor::text as amount, state, requested_by as by from refund where payment_id = $1 order by id`,
      [paymentId],
    );
  }

  async paidEvents(paymentId: string): Promise<number> {
    const sql = `select 1 from outbox_event where payment_id = $1 and type = 'order.paid'`;
    return (await this.product.database.query(sql, [paymentId])).length;
  }

  async cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
    const { url, prefix } = this.product.config.queue;
    const env = flowEnvironment(this.product.database, { url: url ?? '', prefix });
    let [out, err] = ['', ''];
    const io = { env, write: (text: string) => void (out += text), complain: (text: string) => void (err += text) };
    return { code: await runCli(argv, io), out, err };
  }

  async policies(change: string, hours?: string): Promise<void> {
    const more = hours === undefined ? [] : ['--case-hours', hours];
    const run = await this.cli('shop', 'update', '--shop', 'shop_default', '--cases', change, ...more);
    expect(run).toMatchObject({ code: 0 });
  }
}
