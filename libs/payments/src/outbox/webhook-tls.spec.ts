import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { hasOpenssl } from '#testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkEndpointFields } from './endpoint-fields.js';
import type { EndpointFields } from './endpoint-fields.js';
import type { WebhookTls } from './webhook-sender.js';
import { WebhookSender } from './webhook-sender.js';
import { newSigningSecret } from './webhook-signature.js';
import { TargetPolicy } from './webhook-target.js';

const NONE: WebhookTls = { certificate: null, key: null, authority: null };
const { secret } = newSigningSecret('hmac-sha256');
const targets = new TargetPolicy(['127.0.0.0/8'], async () => ['127.0.0.1']);

let folder: string;
let server: Server;
/** Common names of the clients that were let in, null for one that showed none. */
const clients: (string | null)[] = [];
const servernames: string[] = [];

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
}

function pem(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function authority(name: string): void {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.crt`,
    '-subj',
    `/CN=${name}`,
    '-days',
    '30',
  );
}

function signedBy(ca: string, name: string, subject: string, days = '30'): void {
  writeFileSync(join(folder, `${name}.ext`), `subjectAltName=DNS:${subject}`);
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/CN=${subject}`,
  );
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    `${ca}.crt`,
    '-CAkey',
    `${ca}.key`,
    '-CAcreateserial',
    '-out',
    `${name}.crt`,
    '-days',
    days,
    '-extfile',
    `${name}.ext`,
  );
}

beforeAll(async () => {
  if (!hasOpenssl()) return;
  folder = mkdtempSync(join(tmpdir(), 'chasqui-tls-'));
  authority('erp-ca');
  authority('other-ca');
  signedBy('erp-ca', 'server', 'erp.example');
  signedBy('erp-ca', 'client', 'chasqui.example');
  signedBy('other-ca', 'stranger', 'stranger.example');
  server = createServer(
    {
      key: pem('server.key'),
      cert: pem('server.crt'),
      ca: pem('erp-ca.crt'),
      requestCert: true,
      rejectUnauthorized: false,
    },
    (request, response) => {
      const socket = request.socket as TLSSocket;
      const { CN = null } = socket.getPeerCertificate().subject ?? {};
      clients.push(socket.authorized && typeof CN === 'string' ? CN : null);
      servernames.push(String(socket.servername));
      response.writeHead(socket.authorized ? 200 : 403).end();
    },
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
}, 60_000);

afterAll(() => {
  if (!hasOpenssl()) return;
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

function send(tls: WebhookTls, host = 'erp.example') {
  const url = `https://${host}:${(server.address() as AddressInfo).port}/hooks`;
  return new WebhookSender(targets).send({ id: 'evt_1', url, body: '{}', secrets: [secret], tls });
}

describe.skipIf(!hasOpenssl())('WebhookSender over TLS', () => {
  it('shows its certificate to a receiver that asks for one, and judges the receiver by the authority given', async () => {
    const answer = await send({ certificate: pem('client.crt'), key: pem('client.key'), authority: pem('erp-ca.crt') });

    expect(answer).toMatchObject({ httpStatus: 200, error: null });
    expect(clients.at(-1)).toBe('chasqui.example');
    expect(servernames.at(-1)).toBe('erp.example');
  });

  it.each([
    ['none', (): WebhookTls => ({ ...NONE, authority: pem('erp-ca.crt') })],
    [
      'one of a stranger',
      (): WebhookTls => ({ certificate: pem('stranger.crt'), key: pem('stranger.key'), authority: pem('erp-ca.crt') }),
    ],
  ])('is not let in with %s', async (_what, tls) => {
    expect(await send(tls())).toMatchObject({ httpStatus: 403 });
  });

  it.each([
    ['whose authority is not public', NONE, 'erp.example', /self-signed|unable to (verify|get)/i],
    ['of another authority', 'other-ca.crt', 'erp.example', /unable to (verify|get)|self-signed|signature/i],
    ['with the certificate of another name', 'erp-ca.crt', 'shop.example', /does not match certificate/],
  ])('sends nothing to a receiver %s', async (_what, given, host, reason) => {
    const before = clients.length;
    const answer = await send(typeof given === 'string' ? { ...NONE, authority: pem(given) } : given, host);

    expect(answer.httpStatus).toBeNull();
    expect(answer.error).toMatch(reason);
    expect(clients).toHaveLength(before);
  });
});

describe.skipIf(!hasOpenssl())('checkEndpointFields, TLS', () => {
  const problems = async (fields: EndpointFields, now = new Date()): Promise<string[]> =>
    (await checkEndpointFields(fields, { targets, now })).map(({ field, code }) => `${field} ${code}`);

  it('takes a pair of one certificate and its key, and an authority', async () => {
    const fields = {
      clientCertificate: pem('client.crt'),
      clientKey: pem('client.key'),
      caCertificate: pem('erp-ca.crt'),
    };
    expect(await problems(fields)).toEqual([]);
    expect(await problems({ clientCertificate: null, clientKey: null, caCertificate: null })).toEqual([]);
  });

  it('refuses what could not be shown, and never repeats a key', async () => {
    const [clientCertificate, clientKey] = [pem('client.crt'), pem('client.key')];
    expect(await problems({ clientCertificate })).toEqual(['clientKey incomplete_identity']);
    expect(await problems({ clientKey })).toEqual(['clientCertificate incomplete_identity']);
    expect(await problems({ clientCertificate, clientKey: null })).toEqual(['clientKey incomplete_identity']);
    expect(await problems({ clientCertificate: 'no', clientKey })).toEqual(['clientCertificate invalid_pem']);
    expect(await problems({ clientCertificate, clientKey: 'no' })).toEqual(['clientKey invalid_pem']);
    expect(await problems({ clientCertificate, clientKey: pem('stranger.key') })).toEqual(['clientKey invalid_pem']);
    expect(await problems({ caCertificate: clientKey })).toEqual(['caCertificate invalid_pem']);
    const inTwoYears = new Date(Date.now() + 2 * 365 * 86_400_000);
    expect(await problems({ clientCertificate, clientKey }, inTwoYears)).toEqual(['clientCertificate invalid_pem']);
    expect(await problems({ caCertificate: clientCertificate }, inTwoYears)).toEqual(['caCertificate invalid_pem']);
    const said = await checkEndpointFields({ clientCertificate, clientKey: 'hunter2' }, { targets, now: new Date() });
    expect(JSON.stringify(said)).not.toContain('hunter2');
  });
});
