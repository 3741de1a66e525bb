import { nameOfPlace, ODD_TEXTS, ODD_VALUES, placesIn, POLLUTING_JSON, replaced } from './odd-values.js';

/** One spoilt request to the console's API. */
export interface ConsoleAttempt {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** The field of the body that an `invalid_request` must name; null where something else was spoilt. */
  readonly field: string | null;
}

const DESTINATION = {
  type: 'cci',
  number: '00219100123456789012',
  holder: 'Rosa Quispe',
  documentType: 'DNI',
  documentNumber: '40226700',
};
const ENDPOINT = {
  url: 'http://127.0.0.1:9/hooks',
  description: 'ERP',
  types: ['order.paid'],
  enabled: true,
  headers: { 'x-shop': '1' },
  connectTimeoutMs: 1000,
  timeoutMs: 5000,
  maxConcurrent: 2,
  ratePerMinute: 60,
};
const ACCOUNT = {
  minAmount: '1.00',
  maxAmount: '500.00',
  channels: { bcp: { offered: false } },
  budgetPerMinute: 60,
  pollSchedule: { first: ['PT5M'] },
};

/** Routes that read; each takes these parameters. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  payments: ['q', 'state', 'cursor', 'limit'],
  cases: ['state', 'kind', 'overdue', 'cursor', 'limit'],
  refunds: ['state', 'payment', 'cursor', 'limit'],
  notifications: ['lane', 'status', 'cip', 'cursor', 'limit'],
  deliveries: ['status', 'paymentId', 'cursor', 'limit'],
  alerts: ['state', 'cursor', 'limit'],
  'admin/merchants': ['cursor', 'limit'],
  'admin/shops': ['merchantId', 'cursor', 'limit'],
  'admin/accounts': ['merchantId', 'cursor', 'limit'],
  'admin/admin-keys': ['cursor', 'limit'],
  'admin/shops/:id/api-keys': ['cursor', 'limit'],
  'admin/shops/:id/endpoints': [],
};

const RECORDS = [
  'payments/:id',
  'payments/:id/timeline',
  'cases/:id',
  'refunds/:id',
  'refunds/:id/evidence/:id',
  'notifications/:id',
  'deliveries/:id',
  'admin/merchants/:id',
  'admin/shops/:id',
  'admin/accounts/:id',
  'admin/shops/:id/endpoints/:id/statistics',
];

/** What changes something, with a body that could be right. */
const CHANGES: readonly (readonly [method: string, path: string, body: object])[] = [
  ['POST', 'login', { email: 'nobody@chasqui.test', password: 'guess' }],
  ['POST', 'payments/:id/check', {}],
  [
    'POST',
    'payments/:id/refunds',
    {
      amount: '1.00',
      reason: 'Came back.',
      channel: 'manual',
      destination: DESTINATION,
      creditNote: 'FC01-7',
      approve: false,
    },
  ],
  ['POST', 'cases/:id/resolve', { resolution: 'accept', reason: 'Looked at.' }],
  ['POST', 'cases/:id/assign', { owner: 'ops@chasqui.test' }],
  ['POST', 'refunds/:id/describe', { destination: DESTINATION, creditNote: 'FC01-7' }],
  ['POST', 'refunds/:id/approve', {}],
  ['POST', 'refunds/:id/reject', { reason: 'Not ours.' }],
  ['POST', 'refunds/:id/sent', { bankReference: '0001' }],
  [
    'POST',
    'refunds/:id/done',
    { evidence: [{ name: 'slip.pdf', mediaType: 'application/pdf', content: 'AAAA' }], note: 'See slip.' },
  ],
  ['POST', 'refunds/:id/bounced', { reason: 'Closed account.' }],
  ['POST', 'notifications/:id/replay', {}],
  ['POST', 'deliveries/:id/resolve', { reason: 'Told by telephone.' }],
  ['POST', 'deliveries/:id/redeliver', {}],
  ['POST', 'alerts/:id/acknowledge', {}],
  ['POST', 'admin/merchants', { name: 'Merchant' }],
  ['PATCH', 'admin/merchants/:id', { name: 'Merchant' }],
  [
    'POST',
    'admin/shops',
    {
      merchantId: 'mer_00000000000000000000000000',
      name: 'Shop',
      livemode: false,
      policies: { expiringSoon: ['PT2H'], cases: { paid_late: 'accept' }, caseDeadlineHours: { paid_late: 4 } },
    },
  ],
  ['PATCH', 'admin/shops/:id', { name: 'Shop', refundApprovalAbove: '10.00', policies: { expiringSoon: ['PT2H'] } }],
  ['POST', 'admin/shops/:id/accounts', { account: 'default' }],
  ['DELETE', 'admin/shops/:id/accounts/USD', {}],
  [
    'POST',
    'admin/accounts',
    {
      merchantId: 'mer_00000000000000000000000000',
      slug: 'soles',
      baseUrl: 'http://127.0.0.1:9',
      sandbox: true,
      serviceId: '1043',
      accessKey: 'ACCESSKEY0000000001',
      secretKey: 'secret',
      currency: 'PEN',
    },
  ],
  ['PATCH', 'admin/accounts/:id', ACCOUNT],
  [
    'POST',
    'admin/accounts/:id/rotate-secret',
    { secretKey: 'another', accessKey: 'ACCESSKEY0000000002', overlap: 'P1D' },
  ],
  ['POST', 'admin/admin-keys', { name: 'script', expiresAt: '2030-01-01T00:00:00Z' }],
  [
    'POST',
    'admin/shops/:id/api-keys',
    { name: 'web', scopes: ['payments:read'], expiresAt: '2030-01-01T00:00:00Z', ratePerMinute: 60 },
  ],
  ['POST', 'admin/shops/:id/endpoints', ENDPOINT],
  ['PATCH', 'admin/shops/:id/endpoints/:id', ENDPOINT],
  ['POST', 'admin/shops/:id/endpoints/:id/rotate-secret', { overlapHours: 24 }],
];

/** Records by the name their path begins with. */
export type ConsoleIds = Readonly<Record<string, string>>;

export function spoiltConsoleRequests(ids: ConsoleIds): ConsoleAttempt[] {
  return [
    ...Object.entries(LISTS).flatMap(([path, names]) =>
      [...names, 'unknown', '__proto__'].flatMap((name) =>
        [...ODD_TEXTS.map(encodeURIComponent), '%ff', '1&limit=2'].map((text) => ({
          method: 'GET',
          path: `${withIds(path, ids)}?${name}=${text}`,
          field: null,
        })),
      ),
    ),
    ...RECORDS.flatMap((path) =>
      ODD_TEXTS.map((text) => ({ method: 'GET', path: withOddIds(path, text), field: null })),
    ),
    ...CHANGES.flatMap(([method, path, body]) => [
      ...ODD_TEXTS.map((text) => ({ method, path: withOddIds(path, text), body: JSON.stringify(body), field: null })),
      ...spoiltBodies(body).map((spoilt) => ({ method, path: withIds(path, ids), ...spoilt })),
    ]),
  ];
}

function spoiltBodies(body: object): { body: string; field: string | null }[] {
  return [
    ...[...ODD_VALUES.map((value) => JSON.stringify(value)), ...POLLUTING_JSON, '{', '"'].map((text) => ({
      body: text,
      field: null,
    })),
    ...placesIn(body)
      .filter((place) => place.length > 0)
      .flatMap((place) =>
        [...ODD_VALUES, undefined].map((value) => ({
          body: JSON.stringify(replaced(body, place, value)),
          field: nameOfPlace(place),
        })),
      ),
    { body: JSON.stringify({ ...body, unknown: 1 }), field: 'unknown' },
  ];
}

function withIds(path: string, ids: ConsoleIds): string {
  const kind = path.replace(/\/:id.*$/, '');
  return path.replace(':id', ids[kind] ?? 'none').replace(':id', ids['endpoint'] ?? 'none');
}

function withOddIds(path: string, text: string): string {
  const odd = encodeURIComponent(text.slice(0, 200));
  return path.replaceAll(':id', odd === '' || odd === '.' || odd === '..' ? 'x' : odd);
}
