import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayCallRecord, type GatewayOutcome, PagoEfectivoClient } from '#pagoefectivo';
import { ByteServer, says } from './byte-server.js';
import { fuzzed, FUZZ_TIMEOUT_MS } from './fuzz-runs.js';
import { HOSTILE_ANSWERS, httpAnswer, randomAnswers } from './hostile-answers.js';

const NOW = new Date('2026-11-22T18:30:00-05:00');
const TOKEN = JSON.stringify({
  code: 100,
  message: 'Solicitud exitosa.',
  data: {
    token: 'token-1',
    codeService: 'NEO',
    tokenStart: '2026-11-22T18:30:00-05:00',
    tokenExpires: '2026-11-22T20:30:00-05:00',
  },
});
const FOUND = JSON.stringify({
  code: 100,
  message: 'Solicitud exitosa.',
  data: [
    {
      cip: 213803274,
      status: 23,
      statusName: 'Pagado',
      amount: 129.9,
      currency: 'PEN',
      transactionCode: 'A-1001-k3v9x2ab',
    },
  ],
});
const DRAFT = {
  currency: 'PEN',
  amountMinor: 12_990n,
  transactionCode: 'A-1001-k3v9x2ab',
  expiresAt: new Date('2026-11-23T18:30:00-05:00'),
  user: { email: 'rosa@example.pe', firstName: 'Rosa' },
} as const;
/** A call may take a token and one repetition: four exchanges. */
const TIMEOUT_MS = 400;
const MOST_MS = 4 * TIMEOUT_MS + 5000;
const MEMORY_BYTES = 200 * 1024 ** 2;

describe('what a gateway answers', () => {
  let gateway: ByteServer;
  let client: PagoEfectivoClient;
  const records: GatewayCallRecord[] = [];

  beforeAll(async () => {
    gateway = await ByteServer.start();
    client = new PagoEfectivoClient({
      baseUrl: gateway.url,
      serviceId: '1234',
      accessKey: 'EXAMPLEACCESSKEY0001',
      secretKey: 'exampleSecretKey/0000+AB',
      now: () => NOW,
      timeoutMs: TIMEOUT_MS,
      onCall: (record) => void records.push(record),
    });
    gateway.behaviour = says(httpAnswer(201, TOKEN));
    await client.searchCips(['213803274']);
  });
  afterEach(() => records.splice(0));
  afterAll(async () => {
    await client.close();
    await gateway.close();
  });

  /** A search, a create, a delete. Every call gives an outcome, whatever comes; what was asked is on record, and none of the records is without bound. */
  async function everyCall(): Promise<GatewayOutcome<unknown>[]> {
    const begun = performance.now();
    const outcomes = [
      await client.searchCips(['213803274']),
      await client.createCip(DRAFT),
      await client.deleteCip('213803274'),
    ];
    expect(performance.now() - begun).toBeLessThan(3 * MOST_MS);
    for (const record of records) expect(JSON.stringify(record, bigints).length).toBeLessThan(1_500_000);
    return outcomes;
  }

  it.each(Object.entries(HOSTILE_ANSWERS))(
    'is an outcome: %s',
    { timeout: 3 * MOST_MS + 5000 },
    async (_what, behaviour) => {
      const memory = process.memoryUsage().rss;
      gateway.behaviour = behaviour;
      const [search, create] = await everyCall();
      // An answer without the CIP says nothing about it, and none of these has one.
      if (search?.kind === 'ok') expect(search.value).toEqual([]);
      expect(create?.kind).not.toBe('ok');
      expect(process.memoryUsage().rss - memory).toBeLessThan(MEMORY_BYTES);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    },
  );

  it('is an outcome, whatever it is', { timeout: FUZZ_TIMEOUT_MS }, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.oneof(randomAnswers(FOUND), randomAnswers(TOKEN)), async (bytes) => {
        gateway.behaviour = says(bytes);
        for (const { kind } of await everyCall()) seen.add(kind);
        records.splice(0);
      }),
      fuzzed(150),
    );
    expect(seen.size).toBeGreaterThan(1);
  });
});

function bigints(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
