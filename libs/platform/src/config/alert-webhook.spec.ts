import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';

const KEY = Buffer.alloc(32, 7).toString('base64');

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env, 'standalone');
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the webhook for alerts', () => {
  const ALERT_WEBHOOK_URL = 'https://alerts.example.com/hook?key=4%2F7';
  const ALERT_WEBHOOK_SECRET = `whsec_${KEY}`;

  it('is an address, whose query is kept as it is, and a Standard Webhooks secret', () => {
    const { webhook } = loadConfig({ ALERT_WEBHOOK_URL, ALERT_WEBHOOK_SECRET }, 'standalone').alerts;
    expect([webhook?.url, webhook?.secrets.map((secret) => secret.reveal())]).toEqual([
      ALERT_WEBHOOK_URL,
      [ALERT_WEBHOOK_SECRET],
    ]);
  });

  it('may have the secret before beside the present one, never in its place', () => {
    const before = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const both = { ALERT_WEBHOOK_URL, ALERT_WEBHOOK_SECRET, ALERT_WEBHOOK_SECRET_PREVIOUS: before };
    const { webhook } = loadConfig(both, 'standalone').alerts;
    expect(webhook?.secrets.map((secret) => secret.reveal())).toEqual([ALERT_WEBHOOK_SECRET, before]);
    expect(problemsOf({ ALERT_WEBHOOK_SECRET_PREVIOUS: before })).toEqual([
      expect.stringContaining('ALERT_WEBHOOK_SECRET: is missing although ALERT_WEBHOOK_SECRET_PREVIOUS is set'),
    ]);
  });

  it.each([
    [{ ALERT_WEBHOOK_URL }, 'ALERT_WEBHOOK_SECRET: is missing although ALERT_WEBHOOK_URL is set'],
    [{ ALERT_WEBHOOK_SECRET }, 'ALERT_WEBHOOK_URL: is missing although ALERT_WEBHOOK_SECRET is set'],
    [{ ALERT_WEBHOOK_URL, ALERT_WEBHOOK_SECRET: 'whsec_c2hvcnQ=' }, 'is 5 bytes in base64; it must be 24 to 64'],
    [{ ALERT_WEBHOOK_URL, ALERT_WEBHOOK_SECRET: KEY }, 'is not whsec_ and base64'],
    [{ ALERT_WEBHOOK_URL: 'https://u:p@a.example', ALERT_WEBHOOK_SECRET }, 'has a user name in it'],
    [{ ALERT_WEBHOOK_URL: 'https://a.example/#x', ALERT_WEBHOOK_SECRET }, 'has a fragment'],
    [{ ALERT_WEBHOOK_URL: 'ftp://a.example', ALERT_WEBHOOK_SECRET }, 'does not begin with https://'],
  ])('is refused when it is only half right: %j', (env, problem) => {
    expect(problemsOf(env as Record<string, string>)).toEqual([expect.stringContaining(problem)]);
  });
});
