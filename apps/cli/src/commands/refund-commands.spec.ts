import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliWorld, openWorld, runWithInput } from '../cli.fixture.js';

const CCI = { type: 'cci', number: '00219100123456789012', holder: 'Rosa Quispe Mamani' };

describe('the refund commands', () => {
  let world: CliWorld;

  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  async function paid(orderId: string): Promise<string> {
    const { payment } = await world.shop.order({ orderId });
    await world.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '129.90' });
    await world.shop.payments.applier.drain();
    return payment.id;
  }

  const idIn = (out: string): string => /rfd_[0-9a-z]{26}/.exec(out)?.[0] ?? '';

  it('take a small refund from the wish to the slip', async () => {
    await paid('C-1');
    const asked = await runWithInput(
      { env: world.env, input: JSON.stringify(CCI) },
      'refund',
      'request',
      'C-1',
      '--reason',
      'Broken',
      '--amount',
      '50.00',
      '--approve',
      '--stdin',
    );
    expect(asked).toMatchObject({ code: 0, err: '' });
    expect(asked.out).toContain('cci at 002, ending in 9012');
    expect(asked.out).not.toContain(CCI.number);
    const id = idIn(asked.out);
    expect((await world.run('refund', 'list', '--state', 'approved')).out).toContain(id);
    expect((await world.run('refund', 'show', id)).out).not.toContain(CCI.number);
    expect((await world.run('refund', 'show', id, '--account')).out).toContain(CCI.number);
    expect((await world.run('refund', 'sent', id, '--bank-reference', '0099')).code).toBe(0);
    const none = await world.run('refund', 'done', id);
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('Nothing proves')]);
    const slip = join(tmpdir(), `chasqui-slip-${process.pid}.pdf`);
    await writeFile(slip, '%PDF-1.7');
    const done = await world.run('refund', 'done', id, '--evidence', slip, '--json');
    expect(JSON.parse(done.out)).toMatchObject({
      refund: { state: 'done', evidence: [{ mediaType: 'application/pdf', addedBy: 'cli' }] },
    });
  });

  it('say what is wrong in the words of the command line', async () => {
    await paid('C-2');
    const large = await world.run('refund', 'request', 'C-2', '--reason', 'Broken', '--amount', '999.00');
    expect([large.code, large.err]).toEqual([1, expect.stringContaining('More than is left')]);
    const json = await runWithInput(
      { env: world.env, input: 'x' },
      'refund',
      'request',
      'C-2',
      '--reason',
      'x',
      '--stdin',
    );
    expect([json.code, json.err]).toEqual([64, expect.stringContaining('not JSON')]);
    const wrong = await runWithInput(
      { env: world.env, input: JSON.stringify({ ...CCI, number: '1' }) },
      'refund',
      'request',
      'C-2',
      '--reason',
      'Broken',
      '--stdin',
    );
    expect([wrong.code, wrong.err]).toEqual([64, expect.stringContaining('20 digits')]);
    const unknown = await world.run('refund', 'approve', 'rfd_none');
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('no refund rfd_none')]);
    const asked = await world.run('refund', 'request', 'C-2', '--reason', 'Broken');
    const id = idIn(asked.out);
    expect((await world.run('refund', 'approve', id)).err).toContain('Nobody said where the money goes');
    expect((await world.run('refund', 'reject', id, '--reason', 'A mistake')).out).toContain('rejected');
  });
});
