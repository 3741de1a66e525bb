import { describe, expect, it } from 'vitest';
import { readIdempotencyKey } from './idempotency-key.js';

describe('an Idempotency-Key', () => {
  it.each(['k', '0f0c-1', 'a b', 'x'.repeat(255), '~!@#$%^&*()'])('may be %j', (key) => {
    expect(readIdempotencyKey(key)).toBe(key);
  });

  it.each([
    [undefined, 'required'],
    ['', 'required'],
    ['x'.repeat(256), 'wrong_length'],
    ['cl\u00e9', 'wrong_format'],
    ['tab\there', 'wrong_format'],
    ['\u007f', 'wrong_format'],
  ])('may not be %j', (key, code) => {
    expect(() => readIdempotencyKey(key)).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({
          status: 400,
          code: 'invalid_request',
          errors: [{ field: 'Idempotency-Key', code, message: expect.stringMatching(/^Idempotency-Key .+\.$/) }],
        }),
      }),
    );
  });
});
