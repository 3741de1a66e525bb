import { describe, expect, it } from 'vitest';
import { grants, isScope, SCOPES } from './api-key-scopes.js';

describe('a scope', () => {
  it.each([
    [['*'], 'payments:write', true],
    [['*'], 'stock:read', true],
    [['payments:write'], 'payments:read', true],
    [['payments:write'], 'payments:write', true],
    [['payments:read'], 'payments:write', false],
    [['payments:write'], 'cases:read', false],
    [['cases:write', 'events:read'], 'events:read', true],
    [['events:write'], 'events:read', true],
    [[], 'events:read', false],
    [['payments', 'PAYMENTS:READ', ''], 'payments:read', false],
  ] as const)('of a key with %j: %s is %s', (scopes, needed, expected) => {
    expect(grants(scopes, needed)).toBe(expected);
  });

  it('is one of the list, to the letter', () => {
    expect(SCOPES.every(isScope)).toBe(true);
    expect(['', 'payments', 'payments:*', 'Payments:read', ' *'].some(isScope)).toBe(false);
  });
});
