/** How the life of a stored payment went; `pending` are those still to be paid. */
export type LifeKind = 'paid' | 'expired' | 'cancelled' | 'failed' | 'pending';

/** One row of a payment's history; `at` and `data` are SQL over a row of `growth_life`, `data` as canonical JSON text. */
interface Step {
  readonly type: string;
  readonly actor: string;
  readonly at: string;
  readonly data: string;
}

/** A JSON text with keys in order, from SQL values that are JSON texts themselves. */
function json(parts: Readonly<Record<string, string>>): string {
  const entries = Object.entries(parts).map(([key, value]) => `'"${key}":' || ${value}`);
  return `'{' || ${entries.join(` || ',' || `)} || '}'`;
}

function quoted(sql: string): string {
  return `'"' || ${sql} || '"'`;
}

function instant(column: string): string {
  return quoted(`to_char((${column}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
}

const REFUSED = { code: `'"111"'`, message: `'"Solicitud con datos inválidos."'` };
const CREATED: Step = {
  type: 'created',
  actor: 'storefront',
  at: 'created_at',
  data: json({ expiresAt: instant('expires_at'), stock: `'"held"'` }),
};
const ISSUED: readonly Step[] = [
  CREATED,
  {
    type: 'cip_created',
    actor: 'gateway',
    at: 'issued_at',
    data: json({ cip: quoted('number'), shown: `'true'`, transactionCode: quoted('code') }),
  },
  moved('created', 'pending', 'issued_at'),
];

function moved(from: string, to: string, at: string): Step {
  return { type: to, actor: 'gateway', at, data: json({ from: `'"${from}"'`, late: `'false'` }) };
}

/** As the ledger writes them: what each kind of life leaves in `payment_event`. */
export const HISTORY: Readonly<Record<LifeKind, readonly Step[]>> = {
  pending: ISSUED,
  paid: [
    ...ISSUED,
    {
      type: 'money_seen',
      actor: 'notification',
      at: 'ended_at',
      data: json({
        amountMinor: quoted('amount_minor'),
        cip: quoted('number'),
        currency: `'"PEN"'`,
        evidence: quoted('notification_id'),
        operationNumber: quoted('operation_number'),
        paidAt: instant('paid_at'),
      }),
    },
    moved('pending', 'paid', 'ended_at'),
  ],
  expired: [
    ...ISSUED,
    {
      type: 'deadline_passed',
      actor: 'clock',
      at: 'expires_at',
      data: json({ lastQuestionAt: instant(`expires_at + interval '10 minutes'`) }),
    },
    moved('pending', 'expiring', 'expires_at'),
    {
      type: 'expired',
      actor: 'clock',
      at: 'ended_at',
      data: json({ answer: `'"expired"'`, stockReleased: `'true'` }),
    },
    moved('expiring', 'expired', 'ended_at'),
  ],
  cancelled: [
    ...ISSUED,
    {
      type: 'delete_intended',
      actor: 'storefront',
      at: 'ended_at',
      data: json({ command: quoted('delete_id'), purpose: `'"cancel"'` }),
    },
    {
      type: 'cip_deleted',
      actor: 'gateway',
      at: 'ended_at',
      data: json({ cip: quoted('number'), confirmedBy: `'"delete"'` }),
    },
    { type: 'cancelled', actor: 'storefront', at: 'ended_at', data: json({ stockReleased: `'true'` }) },
    moved('pending', 'cancelled', 'ended_at'),
  ],
  failed: [
    CREATED,
    { type: 'create_refused', actor: 'gateway', at: 'issued_at', data: json(REFUSED) },
    { type: 'failed', actor: 'gateway', at: 'issued_at', data: json({ ...REFUSED, stockReleased: `'true'` }) },
    moved('created', 'failed', 'issued_at'),
  ],
};

/** Of a hundred closed payments, in the order of their remainder: 72 paid, 22 expired, 5 cancelled, 1 failed. */
export const CLOSED_KIND = `case when i * 37 % 100 < 72 then 'paid' when i * 37 % 100 < 94 then 'expired'
  when i * 37 % 100 < 99 then 'cancelled' else 'failed' end`;
/** Every closed payment told its shop twice, a failed one once. */
export const EVENTS_PER_HUNDRED_CLOSED = 199;

export const LONGEST_HISTORY = Math.max(...Object.values(HISTORY).map((steps) => steps.length));

/** SQL that answers, for step `n` of each kind, what `of` says; null where a life has no such step. */
export function byKind(n: number, of: (step: Step) => string): string {
  const cases = Object.entries(HISTORY).flatMap(([kind, steps]) => {
    const step = steps[n - 1];
    return step ? [`when '${kind}' then ${of(step)}`] : [];
  });
  return `case kind ${cases.join(' ')} end`;
}
