import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAcknowledged, TargetPolicy, type WebhookAnswer, WebhookSender } from '#payments';
import { ByteServer, says } from './byte-server.js';
import { fuzzed, FUZZ_TIMEOUT_MS } from './fuzz-runs.js';
import { HOSTILE_ANSWERS, randomAnswers } from './hostile-answers.js';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const TIMEOUT_MS = 400;
/** What is kept of an answer. */
const RESPONSE_BYTES = 16 * 1024;
const MEMORY_BYTES = 200 * 1024 ** 2;

describe('what an ERP answers to a webhook', () => {
  let erp: ByteServer;
  const sender = new WebhookSender(new TargetPolicy(['127.0.0.0/8']));

  beforeAll(async () => {
    erp = await ByteServer.start();
  });
  afterAll(() => erp.close());

  async function sent(): Promise<WebhookAnswer> {
    const answer = await sender.send({
      id: 'evt_1',
      url: erp.url,
      body: '{}',
      secrets: [SECRET],
      timeoutMs: TIMEOUT_MS,
    });
    // Far above the limit, which is the sender's own: here only that it ends.
    expect(answer.durationMs).toBeLessThan(TIMEOUT_MS + 5000);
    expect(Buffer.byteLength(answer.response ?? '')).toBeLessThanOrEqual(3 * RESPONSE_BYTES);
    expect(`${answer.response}`).not.toContain('\0');
    expect(answer.httpStatus === null).toBe(answer.response === null);
    expect(isAcknowledged(answer)).toBe(answer.error === null);
    return answer;
  }

  it.each(Object.entries(HOSTILE_ANSWERS))('is taken for what it is: %s', async (_what, behaviour) => {
    const memory = process.memoryUsage().rss;
    erp.behaviour = behaviour;
    await sent();
    expect(process.memoryUsage().rss - memory).toBeLessThan(MEMORY_BYTES);
  });

  it('is taken for what it is, whatever it is', { timeout: FUZZ_TIMEOUT_MS }, async () => {
    const seen = new Set<boolean>();
    await fc.assert(
      fc.asyncProperty(randomAnswers('{"ok":true}'), async (bytes) => {
        erp.behaviour = says(bytes);
        seen.add(isAcknowledged(await sent()));
      }),
      fuzzed(300),
    );
    expect(seen.size).toBe(2);
  });
});
