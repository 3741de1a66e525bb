import { describe, expect, it } from 'vitest';
import type { AccountSummary } from '#payments';
import { loadConfig } from '#platform';
import { type ChecklistFacts, judgeChecklist } from './checklist.js';
import { hasPassed } from './go-live-report.js';

const LIVE_ENV = {
  DATABASE_URL: 'postgres://u:p@db.internal/chasqui',
  CHASQUI_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  PUBLIC_URL: 'https://pay.example.pe',
  WEBHOOK_PUBLIC_URL: 'https://pay.example.pe/webhooks/pagoefectivo',
  WEBHOOK_ALLOWED_SOURCES: '200.62.0.0/16',
};

const account = (environment: AccountSummary['environment'], slug: string): AccountSummary => ({
  id: `acc_${slug}`,
  merchantId: 'mer_default',
  slug,
  environment,
  livemode: environment === 'production',
  baseUrl: 'https://services.pagoefectivo.pe',
  serviceId: '1034',
  currency: 'PEN',
  minAmountMinor: null,
  maxAmountMinor: null,
  requireTimestamp: false,
  acceptCanonicalSignature: false,
  refundsApi: false,
  channels: {},
  budgetPerMinute: null,
  pollSchedule: null,
  shopIds: ['shop_default'],
  previousSecretUntil: null,
  secretEndsAt: null,
  createdAt: new Date(0),
  disabledAt: null,
});

function facts(change: Partial<ChecklistFacts> & { env?: Record<string, string> } = {}): ChecklistFacts {
  const { env, ...rest } = change;
  return {
    config: loadConfig({ ...LIVE_ENV, ...env }, 'cli'),
    accounts: [account('production', 'live')],
    findings: [{ check: 'database', verdict: 'ok', what: 'Postgres answers.' }],
    endpoints: [{ id: 'we_1', url: 'https://erp.example.pe', enabled: true, acknowledged: true, answer: 'HTTP 204' }],
    operators: 1,
    ...rest,
  };
}

/** Everything that is neither passed nor left to a person in any case. */
function troubles(change: Parameters<typeof facts>[0]): string[] {
  return judgeChecklist(facts(change))
    .filter(({ verdict, mend }) => verdict !== 'passed' && mend !== null)
    .map(({ title, verdict, mend }) => `${title}: ${verdict} → ${mend ?? ''}`);
}

describe('the go-live checklist', () => {
  it('is content with a sound live installation, and leaves to people what only they can see', () => {
    const checklist = judgeChecklist(facts());
    expect(troubles({})).toEqual([]);
    expect(hasPassed({ scenarios: [], checklist })).toBe(true);
    expect(checklist.filter(({ verdict }) => verdict === 'person').map(({ title }) => title)).toContain('Backup');
  });

  it.each([
    [{ PUBLIC_URL: 'http://pay.example.pe' }, /^Payment page over https: failed → Set PUBLIC_URL/],
    [{ PUBLIC_URL: 'https://localhost' }, /^Payment page over https: failed → /],
    [{ WEBHOOK_PUBLIC_URL: '' }, /^Address for notifications over https: failed → Set it/],
    [{ WEBHOOK_PUBLIC_URL: 'http://pay.example.pe/hook' }, /^Address for notifications over https: failed → /],
    [{ WEBHOOK_ALLOWED_SOURCES: 'any' }, /^Sources of notifications listed: failed → Ask PagoEfectivo/],
    [{ WEBHOOK_ALLOWED_SOURCES: '127.0.0.0/8' }, /^Sources of notifications listed: failed → /],
    [{ CHASQUI_MASTER_KEY: '' }, /^Secrets sealed, known and fresh: failed → Give the live/],
  ])('names %j', (env, says) => {
    expect(troubles({ env })).toEqual([expect.stringMatching(says)]);
  });

  it('names an ERP that takes nothing, and one that is missing', () => {
    const endpoint = {
      id: 'we_1',
      url: 'https://erp.example.pe',
      enabled: true,
      acknowledged: false,
      answer: 'HTTP 500',
    };
    expect(troubles({ endpoints: [endpoint] })).toEqual([expect.stringMatching(/^ERP takes events: failed → Mend/)]);
    const missing = [expect.stringMatching(/^ERP takes events: failed → Make one/)];
    expect(troubles({ endpoints: [] })).toEqual(missing);
    expect(troubles({ endpoints: [{ ...endpoint, enabled: false }] })).toEqual(missing);
  });

  it('names test money beside live money, and asks for the live account where there is none', () => {
    expect(troubles({ accounts: [account('production', 'live'), account('integration', 'pre')] })).toEqual([
      expect.stringMatching(/^Test and live money apart: attention → /),
    ]);
    expect(troubles({ accounts: [account('integration', 'pre')] })).toEqual([
      expect.stringMatching(/^Test and live money apart: person → Set up the live account/),
    ]);
  });

  it('wants somebody who can sign in', () => {
    expect(troubles({ operators: 0 })).toEqual([expect.stringMatching(/^People who can sign in: failed → /)]);
  });

  it('repeats what the doctor found, and counts its failures', () => {
    const findings = [{ check: 'queue', verdict: 'fail', what: 'It is away.', mend: 'Start it.' }] as const;
    expect(troubles({ findings })).toEqual(['Doctor: failed → Start it.']);
    const old = [{ check: 'secret-age', verdict: 'warn', what: 'It is old.', mend: 'Renew it.' }] as const;
    expect(troubles({ findings: old })).toEqual([
      'Secrets sealed, known and fresh: attention → Renew it.',
      'Doctor: attention → Renew it.',
    ]);
  });
});
