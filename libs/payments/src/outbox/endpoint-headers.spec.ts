import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { merchantReceiver } from '#testing';
import { describe, expect, it } from 'vitest';
import { headerProblems } from './endpoint-headers.js';
import { WebhookSender } from './webhook-sender.js';
import { newSigningSecret } from './webhook-signature.js';
import { TargetPolicy } from './webhook-target.js';

const { secret } = newSigningSecret('hmac-sha256');

describe('headerProblems', () => {
  it('takes what receivers ask for', () => {
    expect(headerProblems({ Authorization: 'Bearer abc.def', 'X-Erp-Company': '20 100', 'x-api-key': 'k' })).toEqual(
      [],
    );
    expect(headerProblems({})).toEqual([]);
  });

  it.each([
    'Host',
    'webhook-id',
    'Webhook-Signature',
    'WEBHOOK-TIMESTAMP',
    'Content-Type',
    'content-length',
    'Transfer-Encoding',
    'Connection',
    'Upgrade',
    'Expect',
    'Proxy-Authorization',
    'X-Forwarded-For',
    'User-Agent',
    ':authority',
    '',
    'two words',
    'ñandú',
    'line\nbreak',
  ])('refuses the name %j', (name) => {
    expect(headerProblems({ [name]: 'value' })).toHaveLength(1);
  });

  it.each(['', ' leading', 'trailing ', 'a\r\nwebhook-id: evt_2', 'a\nb', '\0', 'ñ', 'x'.repeat(2_049)])(
    'refuses the value %j and does not repeat it',
    (value) => {
      const problems = headerProblems({ 'x-token': value });
      expect(problems).toHaveLength(1);
      if (value.length > 6) expect(problems[0]).not.toContain(value);
    },
  );

  it('refuses too many, and one name twice', () => {
    expect(
      headerProblems(Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`x-${index}`, 'v']))),
    ).toHaveLength(1);
    expect(headerProblems({ 'X-Token': 'a', 'x-token': 'b' })).toEqual([expect.stringContaining('twice')]);
    expect(headerProblems({ 'x-token': 5 })).toEqual([expect.stringContaining('must be text')]);
  });

  it('lets nothing pass that Node would not send, or that would change what we send', async () => {
    const receiver = await merchantReceiver();
    receiver.trust(secret);
    const sender = new WebhookSender(new TargetPolicy(['127.0.0.0/8']));
    const name = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('Host', 'webhook-id', 'content-length', 'X-A', 'te'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.string({ maxLength: 30, unit: 'binary' }), { maxKeys: 3 }),
        async (headers) => {
          fc.pre(headerProblems(headers).length === 0);
          const answer = await sender.send({
            id: 'evt_1',
            url: receiver.url,
            body: '{"id":"a","type":"b","data":{}}',
            secrets: [secret],
            headers,
          });
          expect(answer).toMatchObject({ httpStatus: 200, error: null });
          expect(receiver.deliveries.at(-1)).toMatchObject({ refusal: null, id: 'evt_1' });
        },
      ),
      { numRuns: 60 },
    );
    await receiver.close();
  });
});

describe('WebhookSender, headers of an endpoint', () => {
  it('sends them besides ours, which win', async () => {
    const seen: string[][] = [];
    const server = createServer((request, response) => {
      seen.push(request.rawHeaders);
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const headers = { Authorization: 'Bearer erp', 'content-type': 'text/html', 'webhook-id': 'evt_other' };

    await new WebhookSender(new TargetPolicy(['127.0.0.0/8'])).send({
      id: 'evt_1',
      url,
      body: '{}',
      secrets: [secret],
      headers,
    });

    server.close();
    const [raw = []] = seen;
    const valuesOf = (name: string): string[] =>
      raw.filter((_value, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name);
    expect(valuesOf('authorization')).toEqual(['Bearer erp']);
    expect(valuesOf('content-type')).toEqual(['application/json']);
    expect(valuesOf('webhook-id')).toEqual(['evt_1']);
  });
});
