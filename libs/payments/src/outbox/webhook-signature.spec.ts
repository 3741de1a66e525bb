import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasOpenssl } from '#testing';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSigningSecret, publicKeyToPem, signedHeaders } from './webhook-signature.js';

const BODY = '{"id":"evt_1",  "type":"order.paid","data":{"name":"Ñandú 🦙"}}';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chasqui-signature-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { cwd: folder }).toString();
}

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return name;
}

function headersOf(
  secrets: string[],
  body = BODY,
): { signed: string; signatures: string[]; all: Record<string, string> } {
  const all = signedHeaders({ id: 'evt_1', body, secrets });
  const signed = `${all['webhook-id']}.${all['webhook-timestamp']}.${body}`;
  return { signed, signatures: (all['webhook-signature'] ?? '').split(' '), all };
}

describe('signedHeaders', () => {
  it('convinces the standardwebhooks library, whatever the body, and nothing that was touched does', () => {
    const { secret } = newSigningSecret('hmac-sha256');
    fc.assert(
      fc.property(fc.json(), (body) => {
        const { all } = headersOf([secret], body);
        expect(() => new Webhook(secret).verify(body, all)).not.toThrow('signature');
        expect(() => new Webhook(secret).verify(`${body} `, all)).toThrow('signature');
        expect(() => new Webhook(secret).verify(body, { ...all, 'webhook-id': 'evt_2' })).toThrow('signature');
      }),
    );
  });

  it.skipIf(!hasOpenssl())('is what openssl computes with the bytes of the secret', () => {
    const { secret } = newSigningSecret('hmac-sha256');
    const { signed, signatures } = headersOf([secret]);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64').toString('hex');

    const hmac = openssl('dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${key}`, file('signed', signed));

    expect(signatures).toEqual([`v1,${Buffer.from(hmac.trim().split('= ')[1] ?? '', 'hex').toString('base64')}`]);
  });

  it.skipIf(!hasOpenssl())('signs with ed25519 so that openssl verifies with the public key alone', () => {
    const { secret, publicKey } = newSigningSecret('ed25519');
    expect(secret).toMatch(/^whsk_[A-Za-z0-9+/]{43}=$/);
    expect(publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    const { signed, signatures } = headersOf([secret]);
    const [scheme, signature = ''] = signatures[0]?.split(',') ?? [];
    expect(scheme).toBe('v1a');

    const key = file('public.pem', publicKeyToPem(publicKey ?? ''));
    const proof = file('signature', Buffer.from(signature, 'base64'));
    const verify = (content: string): string => {
      const text = file('signed', content);
      return openssl('pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin', '-in', text, '-sigfile', proof);
    };

    expect(verify(signed)).toContain('Verified Successfully');
    expect(() => verify(`${signed} `)).toThrow('Command failed');
  });

  it('gives one signature per secret, also of two schemes while an endpoint moves from one to the other', () => {
    const [before, after] = [newSigningSecret('hmac-sha256'), newSigningSecret('ed25519')];
    const { signatures, all } = headersOf([after.secret, before.secret]);

    expect(signatures.map((one) => one.split(',')[0])).toEqual(['v1a', 'v1']);
    expect(() => new Webhook(before.secret).verify(BODY, all)).not.toThrow();
  });

  it('makes a new key every time, and knows a public key from anything else', () => {
    expect(newSigningSecret('ed25519').publicKey).not.toBe(newSigningSecret('ed25519').publicKey);
    expect(() => publicKeyToPem('whsec_AAAA')).toThrow('whpk_');
  });
});
