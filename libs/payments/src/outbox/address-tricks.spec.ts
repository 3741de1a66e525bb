import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { merchantReceiver } from '#testing';
import type { MerchantReceiver } from '#testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkEndpointFields } from './endpoint-fields.js';
import { WebhookSender } from './webhook-sender.js';
import { newSigningSecret } from './webhook-signature.js';
import { TargetPolicy } from './webhook-target.js';

const { secret } = newSigningSecret('hmac-sha256');
const now = new Date('2026-11-22T23:30:00.000Z');

/** Ways to say a forbidden address, and names that lead to one. All are tried when an endpoint is saved and when it is sent to. */
const TRICKS: readonly (readonly [string, string])[] = [
  ['a decimal number', 'https://2130706433/'],
  ['a decimal number of a metadata service', 'https://2852039166/latest/meta-data/'],
  ['octal parts', 'https://0177.0.0.1/'],
  ['an octal number', 'https://017700000001/'],
  ['hexadecimal parts', 'https://0x7f.0x0.0x0.0x1/'],
  ['a hexadecimal number', 'https://0xA9FEA9FE/'],
  ['mixed notations', 'https://0x7f.1/'],
  ['parts left out', 'https://127.1/'],
  ['zero', 'https://0/'],
  ['0.0.0.0', 'https://0.0.0.0/'],
  ['percent signs', 'https://%31%32%37.0.0.1/'],
  ['wide digits', 'https://１２７.０.０.１/'],
  ['ideographic dots', 'https://127。0。0。1/'],
  ['a trailing dot', 'https://127.0.0.1./'],
  ['a name with a trailing dot', 'https://localhost./'],
  ['a name in capitals', 'https://LOCALHOST/'],
  ['IPv4-mapped IPv6', 'https://[::ffff:127.0.0.1]/'],
  ['IPv4-mapped IPv6 in hex', 'https://[::ffff:a9fe:a9fe]/'],
  ['IPv4-compatible IPv6', 'https://[::127.0.0.1]/'],
  ['IPv4-translated IPv6', 'https://[::ffff:0:10.0.0.1]/'],
  ['NAT64', 'https://[64:ff9b::169.254.169.254]/'],
  ['local NAT64', 'https://[64:ff9b:1::10.0.0.1]/'],
  ['6to4', 'https://[2002:7f00:1::]/'],
  ['Teredo', 'https://[2001:0:a00:1::]/'],
  ['IPv6 loopback written out', 'https://[0000:0000:0000:0000:0000:0000:0000:0001]/'],
  ['unique local IPv6', 'https://[fd00:ec2::254]/'],
  ['link-local IPv6', 'https://[fe80::1]/'],
  ['metadata of AWS, GCP and Azure', 'https://169.254.169.254/'],
  ['metadata of Alibaba, in CGNAT', 'https://100.100.100.200/'],
  ['metadata of Oracle', 'https://192.0.0.192/'],
  ['wire server of Azure', 'https://168.63.129.16/'],
  ['multicast', 'https://224.0.0.1/'],
  ['broadcast', 'https://255.255.255.255/'],
  ['a name of a private address', 'https://inside.example/'],
  ['a name of a metadata service', 'https://metadata.google.internal/'],
  ['a name with one good address and a bad one', 'https://both.example/'],
  ['credentials that look like a host', 'https://erp.example@127.0.0.1/'],
  ['credentials', 'https://user:password@erp.example/'],
  ['a user alone', 'https://user@erp.example/'],
  ['backslashes', 'https:\\\\127.0.0.1\\'],
  ['no TLS', 'http://erp.example/'],
  ['another scheme', 'gopher://erp.example/'],
  ['a mail server', 'https://erp.example:25/'],
  ['a login server', 'https://erp.example:22/'],
  ['http behind TLS', 'https://erp.example:80/'],
];

const NAMES: Record<string, string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'erp.example': ['8.8.8.8'],
  'inside.example': ['10.0.0.7'],
  'metadata.google.internal': ['169.254.169.254'],
  'both.example': ['8.8.8.8', '192.168.1.1'],
};

const targets = new TargetPolicy([], async (host) => NAMES[host] ?? []);

async function codeAtSave(url: string, policy = targets): Promise<string | undefined> {
  return (await checkEndpointFields({ url }, { targets: policy, now }))[0]?.code;
}

describe('an address that must not be reached', () => {
  it.each(TRICKS)('is refused when it is saved: %s', async (_what, url) => {
    expect(await codeAtSave(url)).toMatch(/^(target_refused|credentials_in_url|invalid_url)$/);
  });

  it.each(TRICKS)('is refused when it is sent to: %s', async (_what, url) => {
    const answer = await new WebhookSender(targets).send({ id: 'evt_1', url, body: '{}', secrets: [secret] });

    expect(answer).toMatchObject({ httpStatus: null, response: null });
    expect(answer.error).toMatch(/not a public address|credentials|only https|over https|belongs to another service/);
  });

  it.each([
    'https://erp.example/',
    'https://erp.example:8443/hooks?token=1',
    'https://erp.example./',
    'https://[2606:4700::1111]/',
  ])('is not %s', async (url) => {
    NAMES['erp.example.'] = ['8.8.8.8'];
    expect(await codeAtSave(url)).toBeUndefined();
  });
});

describe('a receiver that leads elsewhere', () => {
  let outside: MerchantReceiver;
  let inside: MerchantReceiver;

  beforeAll(async () => {
    outside = await merchantReceiver();
    inside = await merchantReceiver();
  });

  afterAll(async () => {
    await outside.close();
    await inside.close();
  });

  it.each([301, 302, 303, 307, 308])('by %i is not followed', async (status) => {
    const sender = new WebhookSender(new TargetPolicy(['127.0.0.0/8']));
    outside.next({ status, headers: { location: inside.url } });

    const answer = await sender.send({ id: 'evt_1', url: outside.url, body: '{}', secrets: [secret] });

    expect(answer).toMatchObject({ httpStatus: status, error: `answered ${status}: redirects are not followed` });
    expect(inside.deliveries).toEqual([]);
  });
});

/** A name server whose one name has another address every time it is asked, none of which may be kept. */
class RebindingNameServer {
  asked = 0;
  private readonly socket: Socket = createSocket('udp4');

  constructor(private readonly addresses: readonly string[]) {
    this.socket.on('message', (question, from) => {
      const isIpv4 = question.readUInt16BE(question.length - 4) === 1;
      this.socket.send(this.answer(question, isIpv4), from.port, from.address);
    });
  }

  async listen(): Promise<Resolver> {
    this.socket.bind(0, '127.0.0.1');
    await once(this.socket, 'listening');
    const resolver = new Resolver({ timeout: 2_000, tries: 1 });
    resolver.setServers([`127.0.0.1:${this.socket.address().port}`]);
    return resolver;
  }

  close(): void {
    this.socket.close();
  }

  /** One A record with a life of 0 seconds; for any other type of question, none. */
  private answer(question: Buffer, isIpv4: boolean): Buffer {
    const header = Buffer.from(question.subarray(0, 12));
    header.writeUInt16BE(0x8180, 2);
    header.writeUInt16BE(isIpv4 ? 1 : 0, 6);
    header.writeUInt32BE(0, 8);
    if (!isIpv4) return Buffer.concat([header, question.subarray(12)]);
    const address = this.addresses[this.asked] ?? this.addresses.at(-1) ?? '';
    this.asked += 1;
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);
    return Buffer.concat([header, question.subarray(12), record]);
  }
}

describe('a name that changes its address', () => {
  async function rebinding(
    addresses: readonly string[],
    allowed: string[],
    work: (policy: TargetPolicy, server: RebindingNameServer) => Promise<void>,
  ): Promise<void> {
    const server = new RebindingNameServer(addresses);
    const resolver = await server.listen();
    try {
      await work(new TargetPolicy(allowed, (host) => resolver.resolve4(host)), server);
    } finally {
      server.close();
    }
  }

  it('between saving and sending is refused when it is sent to', () =>
    rebinding(['8.8.8.8', '127.0.0.1'], [], async (policy, server) => {
      const url = 'https://rebind.example/';
      expect(await codeAtSave(url, policy)).toBeUndefined();

      const answer = await new WebhookSender(policy).send({ id: 'evt_1', url, body: '{}', secrets: [secret] });

      expect(answer.error).toContain('rebind.example resolves to 127.0.0.1');
      expect(server.asked).toBe(2);
    }));

  it('between judging and connecting is connected to where it was judged, under its name', async () => {
    const receiver = await merchantReceiver();
    await rebinding(['127.0.0.1', '169.254.169.254'], ['127.0.0.0/8'], async (policy, server) => {
      const { port } = new URL(receiver.url);
      const url = `http://rebind.example:${port}/hooks`;

      const answer = await new WebhookSender(policy).send({ id: 'evt_1', url, body: '{}', secrets: [secret] });

      expect(answer.httpStatus).toBe(200);
      expect(receiver.deliveries[0]?.headers.host).toBe(`rebind.example:${port}`);
      expect(server.asked).toBe(1);
    });
    await receiver.close();
  });
});
