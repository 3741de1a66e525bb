import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../config/secret.js';
import { SecretBox, SecretBoxError } from './secret-box.js';

const first = Buffer.alloc(32, 1);
const second = Buffer.alloc(32, 2);

describe('SecretBox', () => {
  it('opens whatever it sealed', () => {
    const box = new SecretBox({ current: randomBytes(32) });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (plain) => {
        expect(box.open(box.seal(plain))).toBe(plain);
      }),
    );
  });

  it('names the key in front and shows nothing of the text', () => {
    const box = new SecretBox({ current: first });
    const sealed = box.seal('hunter2');
    expect(sealed).toMatch(/^k[0-9a-f]{8}:[A-Za-z0-9_-]+$/);
    expect(sealed.startsWith(`${box.currentKeyName}:`)).toBe(true);
    expect(Buffer.from(sealed.split(':')[1] ?? '', 'base64url').toString('latin1')).not.toContain('hunter2');
  });

  it('seals one text differently every time', () => {
    const box = new SecretBox({ current: first });
    expect(box.seal('same')).not.toBe(box.seal('same'));
  });

  it('opens what the previous key sealed and seals with the current one, so that keys can be rotated', () => {
    const old = new SecretBox({ current: first });
    const sealedBefore = old.seal('hunter2');
    const rotated = new SecretBox({ current: second, previous: first });
    expect(rotated.open(sealedBefore)).toBe('hunter2');
    expect(rotated.isCurrent(sealedBefore)).toBe(false);
    const resealed = rotated.seal(rotated.open(sealedBefore));
    expect(rotated.isCurrent(resealed)).toBe(true);
    expect(new SecretBox({ current: second }).open(resealed)).toBe('hunter2');
  });

  it('names the key that it lacks and where to give it', () => {
    const old = new SecretBox({ current: first });
    const sealed = old.seal('hunter2');
    const box = new SecretBox({ current: second });
    expect(() => box.open(sealed)).toThrow(SecretBoxError);
    expect(() => box.open(sealed)).toThrow(`sealed with key ${old.currentKeyName}`);
    expect(() => box.open(sealed)).toThrow(box.currentKeyName);
    expect(() => box.open(sealed)).toThrow('CHASQUI_MASTER_KEY_PREVIOUS');
  });

  it('refuses a text of which any bit was changed, cut off or added', () => {
    const box = new SecretBox({ current: first });
    const sealed = box.seal('hunter2');
    const [name = '', body = ''] = sealed.split(':');
    const bytes = Buffer.from(body, 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const altered = Buffer.from(bytes);
        altered.writeUInt8(altered.readUInt8(at) ^ (1 << bit), at);
        expect(() => box.open(`${name}:${altered.toString('base64url')}`)).toThrow('altered or cut');
      }),
    );
    expect(() => box.open(`${name}:${bytes.subarray(0, -1).toString('base64url')}`)).toThrow('altered or cut');
    expect(() => box.open(`${name}:${Buffer.concat([bytes, bytes]).toString('base64url')}`)).toThrow('altered or cut');
  });

  it('refuses a text that was sealed under another name', () => {
    const both = new SecretBox({ current: second, previous: first });
    const sealed = new SecretBox({ current: first }).seal('hunter2');
    expect(() => both.open(sealed.replace(/^k[0-9a-f]{8}/, both.currentKeyName))).toThrow('altered or cut');
  });

  it.each(['', 'hunter2', 'k1:abc', 'k12345678:', 'k12345678:AAAA', 'k12345678:a b'])(
    'refuses %j, which it never sealed',
    (text) => {
      const box = new SecretBox({ current: first });
      expect(() => box.open(text)).toThrow('is not a sealed text');
      expect(() => box.isCurrent(text)).toThrow(SecretBoxError);
    },
  );

  it('takes its keys as base64 text too, and only with 32 bytes', () => {
    const box = SecretBox.fromBase64({ current: second.toString('base64'), previous: first.toString('base64') });
    expect(box.open(new SecretBox({ current: first }).seal('hunter2'))).toBe('hunter2');
    expect(SecretBox.fromBase64({ current: first.toString('base64'), previous: null }).currentKeyName).toBe(
      new SecretBox({ current: first }).currentKeyName,
    );
    expect(() => new SecretBox({ current: Buffer.alloc(31) })).toThrow('has 32 bytes, not 31');
    expect(() => new SecretBox({ current: first, previous: Buffer.alloc(0) })).toThrow(RangeError);
  });

  it('takes its keys from the configuration, and says which variable is missing', () => {
    const masterKey = new Secret(second.toString('base64'));
    const masterKeyPrevious = new Secret(first.toString('base64'));
    const box = SecretBox.fromConfig({ masterKey, masterKeyPrevious });
    expect(box.open(new SecretBox({ current: first }).seal('hunter2'))).toBe('hunter2');
    expect(box.open(new SecretBox({ current: second }).seal('hunter2'))).toBe('hunter2');
    expect(SecretBox.fromConfig({ masterKey, masterKeyPrevious: null }).currentKeyName).toBe(box.currentKeyName);
    expect(() => SecretBox.fromConfig({ masterKey: null, masterKeyPrevious: null })).toThrow(
      'CHASQUI_MASTER_KEY is missing',
    );
  });

  it('reveals no key when it is printed', () => {
    const box = new SecretBox({ current: Buffer.from('0123456789abcdef0123456789abcdef') });
    expect(JSON.stringify(box)).not.toContain('0123456789abcdef');
  });
});
