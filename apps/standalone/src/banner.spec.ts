import { describe, expect, it } from 'vitest';
import { loadConfig } from '#platform';
import { banner } from './banner.js';

const RUNNING = {
  urls: {
    shop: 'http://127.0.0.1:3004',
    checkoutApi: 'http://127.0.0.1:3000',
    webhookIngest: 'http://127.0.0.1:3001',
    opsConsole: 'http://127.0.0.1:3002',
    sandbox: null,
  },
  apiKey: 'ck_test_the_key_in_use',
  operator: { email: 'ana@chasqui.test', password: 'the password in use' },
  queue: 'postgres',
} as const;

describe('what npm start prints', () => {
  it('shows the secrets that it made', () => {
    const text = banner(RUNNING, loadConfig({}, 'standalone'));
    expect(text).toContain(RUNNING.apiKey);
    expect(text).toContain(`${RUNNING.operator.email} / ${RUNNING.operator.password}`);
  });

  it('repeats none that the environment chose', () => {
    const chosen = { CHASQUI_API_KEY: RUNNING.apiKey, CHASQUI_OPERATOR: 'ana@chasqui.test:the password in use' };
    const text = banner(RUNNING, loadConfig(chosen, 'standalone'));
    expect(text).not.toContain(RUNNING.apiKey);
    expect(text).not.toContain(RUNNING.operator.password);
    expect(text).toContain('as CHASQUI_API_KEY says');
    expect(text).toContain('ana@chasqui.test / as CHASQUI_OPERATOR says');
  });
});
