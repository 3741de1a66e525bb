import { afterEach, describe, expect, it } from 'vitest';
import { runWith } from '../cli.fixture.js';
import { brokenReceiver, type Mistake, type RunningReceiver } from './broken-receivers.fixture.js';
import type { ReceiverReport } from './check-receiver.js';

const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;

/** Their mistake shows in other checks as well, in some of them only when the moment is right. */
const ALSO_OTHERS: readonly Mistake[] = ['dedupe_looks_then_stores', 'dedupe_after_answer', 'waits_for_pending'];

describe('events check-receiver', () => {
  let receiver: RunningReceiver | undefined;
  afterEach(() => receiver?.close());

  async function check(mistake: Mistake, ...more: string[]) {
    receiver = await brokenReceiver(SECRET, mistake);
    const run = await runWith({ CHASQUI_WEBHOOK_SECRET: SECRET }, 'events', 'check-receiver', receiver.url, ...more);
    return { ...run, receiver };
  }

  async function reportOn(mistake: Mistake): Promise<ReceiverReport & { code: number }> {
    receiver = await brokenReceiver(SECRET, mistake);
    const wish = ['--shipped-url', receiver.shippedUrl, '--ships-within', 'PT0.1S', '--json'];
    const run = await runWith({}, 'events', 'check-receiver', receiver.url, '--secret', SECRET, ...wish);
    return { ...(JSON.parse(run.out) as ReceiverReport), code: run.code };
  }

  it('finds nothing wrong with a receiver that does everything right', async () => {
    const report = await reportOn('none');
    expect(report.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(report).toMatchObject({ passed: true, shipsExactlyOnce: true, code: 0 });
  });

  it.each<[Mistake, string[]]>([
    ['no_dedupe', ['duplicate', 'concurrent-duplicates', 'cut']],
    ['dedupe_looks_then_stores', ['concurrent-duplicates']],
    ['dedupe_after_answer', ['concurrent-duplicates', 'cut']],
    ['no_signature', ['stale', 'ahead', 'wrong-secret', 'unsigned', 'tampered']],
    ['no_timestamp', ['stale', 'ahead']],
    ['unsigned_is_let_in', ['unsigned']],
    ['ships_by_state', ['unknown-type', 'review']],
    ['ships_before_verifying', ['stale', 'ahead', 'wrong-secret', 'unsigned', 'tampered']],
    ['verifies_parsed_body', ['raw-body']],
    ['first_signature_only', ['rotation']],
    ['strict_members', ['unknown-members']],
    ['waits_for_pending', ['reordered']],
  ])('sees that %s does not ship exactly once, and names it', async (mistake, failing) => {
    const report = await reportOn(mistake);
    const failed = report.checks.filter(({ passed }) => !passed).map(({ name }) => name);
    if (ALSO_OTHERS.includes(mistake)) expect(failed).toEqual(expect.arrayContaining(failing));
    else expect(failed).toEqual(failing);
    expect(report).toMatchObject({ passed: false, shipsExactlyOnce: false, code: 1 });
  });

  it.each<[Mistake, string, RegExp]>([
    ['duplicate_is_an_error', 'duplicate', /^answered 409, not 2xx, to delivery 2 of the same event/],
    ['unknown_type_is_an_error', 'unknown-type', /^answered 422, not 2xx, to a type that it does not know/],
    ['needs_a_payment', 'test-event', /^answered 500, not 2xx, to endpoint.test/],
  ])('sees by its answers alone that %s would be sent to for days', async (mistake, name, sentence) => {
    const report = await reportOn(mistake);
    expect(report.checks.find((one) => one.name === name)).toMatchObject({
      passed: false,
      problem: expect.stringMatching(sentence),
    });
    expect(report).toMatchObject({ passed: false, shipsExactlyOnce: true, code: 1 });
  });

  it('prints a table, and is honest about what it cannot see', async () => {
    const { code, out } = await check('unsigned_is_let_in');
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}ok +signed +takes a signed event and ships$/m);
    expect(out).toMatch(/^ {2}FAILED +unsigned +refuses what nobody signed$/m);
    expect(out).toContain(
      '→ unsigned: answered 204, not 4xx: a message without webhook-signature is no message of Chasqui',
    );
    expect(out).toContain('1 checks failed. Whether it ships exactly once is not known: give --shipped-url.');
  });

  it('says which shipment is wrong, and how to mend it', async () => {
    const { checks } = await reportOn('no_dedupe');
    expect(checks.find(({ name }) => name === 'duplicate')?.problem).toMatch(
      /^shipped check-\w{8}-1 3 times and should once: keep the id of each event you took, and pass over one you know$/,
    );
  });

  it.each([
    [['http://127.0.0.1:1/hooks', '--secret', SECRET], 1, 'Nobody answers at http://127.0.0.1:1/hooks'],
    [['ftp://erp', '--secret', SECRET], 64, '<url> is an address such as'],
    [['http://127.0.0.1:1/'], 64, 'Set CHASQUI_WEBHOOK_SECRET to the whsec_…'],
    [['http://127.0.0.1:1/', '--secret', 'hunter2'], 64, 'The secret is not one of an endpoint'],
    [
      ['http://127.0.0.1:1/', '--secret', SECRET, '--shipped-url', 'http://127.0.0.1:1/'],
      64,
      '--shipped-url must have {orderId}',
    ],
  ])('explains %j', async (argv, code, sentence) => {
    const run = await runWith({}, 'events', 'check-receiver', ...argv);
    expect([run.code, run.err]).toEqual([code, expect.stringContaining(sentence)]);
    expect(run.err).not.toContain('hunter2');
  });

  it('says when shipments cannot be counted there', async () => {
    receiver = await brokenReceiver(SECRET, 'none');
    const wrong = receiver.shippedUrl.replace('/shipments', '/hooks');
    const run = await runWith(
      { CHASQUI_WEBHOOK_SECRET: SECRET },
      'events',
      'check-receiver',
      receiver.url,
      '--shipped-url',
      wrong,
    );
    expect([run.code, run.err]).toEqual([1, expect.stringContaining('it must answer 200 with {"count"')]);
  });
});
