import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { runCli } from '../../apps/cli/src/cli.js';
import { freePort, waitFor } from '#testing';
import { build } from '../flows/processes.js';

const KIT = resolve(import.meta.dirname, '../../examples/erp-receiver');
const SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const EVENTS = 60;
const KILLS = 4;

interface Language {
  readonly name: string;
  readonly command: string;
  readonly argv: (port: number) => string[];
}

const LANGUAGES: readonly Language[] = [
  { name: 'Node', command: process.execPath, argv: () => [join(KIT, 'node/server.mjs')] },
  { name: 'Python', command: 'python3', argv: () => [join(KIT, 'python/receiver.py')] },
  { name: 'PHP', command: 'php', argv: (port) => ['-S', `127.0.0.1:${port}`, join(KIT, 'php/receiver.php')] },
];

/** As merchants run it: a process of its own, that may be killed. A language that this machine lacks is left out. */
describe.each(LANGUAGES.filter(isThere))('the receiver kit in $name', ({ command, argv }) => {
  let folder: string;
  let port: number;
  let receiver: ChildProcess | undefined;
  let output: string;

  beforeAll(build, 120_000);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'erp-receiver-'));
    port = await freePort();
    await start();
  });
  afterEach(async () => {
    await kill();
    await rm(folder, { recursive: true });
  });

  async function start(): Promise<void> {
    output = '';
    const child = spawn(command, argv(port), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        CHASQUI_WEBHOOK_SECRET: SECRET,
        DATA_FILE: join(folder, 'events'),
        PORT: String(port),
        SHOW_SHIPMENTS: 'true',
      },
    });
    receiver = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    await waitFor(() => isUp(), { what: () => `the receiver to listen; it said: ${output}`, timeoutMs: 30_000 });
  }

  const isUp = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/`).then(
      ({ status }) => status === 404,
      () => false,
    );

  async function kill(): Promise<void> {
    const child = receiver;
    receiver = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  it('passes every check of `chasqui events check-receiver`, and ships exactly once', async () => {
    let said = '';
    const code = await runCli(
      [
        'events',
        'check-receiver',
        `http://127.0.0.1:${port}/webhooks/chasqui`,
        '--shipped-url',
        `http://127.0.0.1:${port}/shipments?orderId={orderId}`,
      ],
      {
        env: { CHASQUI_WEBHOOK_SECRET: SECRET },
        write: (text) => void (said += text),
        complain: (text) => void (said += text),
      },
    );
    expect(said).toContain('Nothing failed. It ships exactly once.');
    expect(code).toBe(0);
  }, 120_000);

  it(`loses nothing it acknowledged and ships once when it is killed ${KILLS} times at any moment`, async () => {
    let acknowledged = 0;
    const events = Array.from({ length: EVENTS }, (_, index) => orderPaid(`K-${index}`));
    const deliver = async (event: Signed): Promise<void> => {
      while (!(await send(event))) await new Promise(setImmediate);
      acknowledged += 1;
    };
    const send = async ({ headers, body }: Signed): Promise<boolean> => {
      const answer = await fetch(`http://127.0.0.1:${port}/webhooks/chasqui`, { method: 'POST', headers, body }).catch(
        () => null,
      );
      return answer?.ok === true;
    };
    const killing = (async () => {
      for (let count = 1; count <= KILLS; count += 1) {
        await waitFor(() => acknowledged >= (count * EVENTS) / (KILLS + 1), { what: 'the next moment to kill it' });
        await kill();
        await start();
      }
    })();
    const open = [...events];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let event = open.shift(); event; event = open.shift()) await deliver(event);
      }),
    );
    await killing;
    // What was acknowledged is not sent again by Chasqui; one that comes all the same is known.
    await Promise.all(events.slice(0, 10).map(send));
    const counts = await Promise.all(events.map(({ orderId }) => shipmentsOf(orderId)));
    expect(counts).toEqual(events.map(() => 1));
  }, 120_000);

  it('does not ship for the other mode: test money is no money', async () => {
    const { headers, body } = orderPaid('L-1', { livemode: true });
    const { status } = await fetch(`http://127.0.0.1:${port}/webhooks/chasqui`, { method: 'POST', headers, body });
    expect([status, await shipmentsOf('L-1')]).toEqual([204, 0]);
  });

  async function shipmentsOf(orderId: string): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${port}/shipments?orderId=${orderId}`);
    return ((await response.json()) as { count: number }).count;
  }
});

interface Signed {
  readonly orderId: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function orderPaid(orderId: string, { livemode = false } = {}): Signed {
  const id = `evt_${orderId}`;
  const sentAt = new Date();
  const body = JSON.stringify({ id, type: 'order.paid', livemode, sequence: 2, data: { payment: { orderId } } });
  return {
    orderId,
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': new Webhook(SECRET).sign(id, sentAt, body),
    },
  };
}

function isThere({ command }: Language): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
