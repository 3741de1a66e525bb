import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliWorld } from '../../apps/cli/src/cli.fixture.js';
import { openWorld, runWith } from '../../apps/cli/src/cli.fixture.js';
import { adminCommands } from '../../apps/cli/src/commands/admin-commands.js';
import { SCOPES } from '#payments';
import type { MerchantReceiver } from '#testing';
import { merchantReceiver } from '#testing';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/shops.md'), 'utf8');
const START = 'npm run chasqui -- ';

/** Every line of the page's shell blocks, in order. */
const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.trim().split('\n'));

/** A line's words as a shell splits it: blanks, double quotes and `$NAME`. */
function words(line: string, names: Record<string, string>): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => {
    const word = quoted ?? bare ?? '';
    return word.replace(/\$([A-Z_]+)/g, (_, name: string) => names[name] ?? `$${name}`);
  });
}

describe('docs/shops.md', () => {
  let world: CliWorld;
  let erp: MerchantReceiver;

  beforeAll(async () => {
    world = await openWorld();
    erp = await merchantReceiver();
  });

  afterAll(async () => {
    await erp.close();
    await world.close();
  });

  it('shows commands that do what it says, one after the other', async () => {
    const names: Record<string, string> = {};
    const env: Record<string, string | undefined> = { ...world.env, WEBHOOK_ALLOWED_TARGETS: '127.0.0.0/8' };
    for (const line of lines) {
      if (line.startsWith('export ')) {
        for (const pair of words(line, names).slice(1)) env[pair.split('=', 1)[0] ?? ''] = pair.replace(/^[^=]+=/, '');
        continue;
      }
      expect(line.startsWith(START)).toBe(true);
      // The page's ERP is nobody's; here it listens.
      const argv = words(line.slice(START.length).replace('https://erp.example/chasqui', erp.url), names);
      const secretBefore = argv.includes('rotate-secret') && argv[0] === 'account';
      if (secretBefore) env['ACCOUNT_SECRET_KEY'] = 'dollarsSandboxOnly/next+0000';
      const { code, out, err } = await runWith(env, ...argv, '--json');
      expect({ line, code, err }).toEqual({ line, code: 0, err: '' });
      const made = JSON.parse(out) as { id?: string; secret?: string };
      switch (`${argv[0]} ${argv[1]}`) {
        case 'shop create':
          names['SHOP'] = made.id ?? '';
          break;
        case 'api-key create':
          names['KEY'] = made.id ?? '';
          break;
        case 'admin-key create':
          names['ADMIN_KEY_ID'] = made.id ?? '';
          break;
        case 'endpoint create':
          names['ENDPOINT'] = made.id ?? '';
          erp.trust(made.secret ?? '');
          break;
      }
    }
    const shops = (JSON.parse((await runWith(env, 'shop', 'list', '--json')).out) as { shops: unknown[] }).shops;
    expect(shops).toMatchObject([
      { id: 'shop_default', accounts: [{ currency: 'PEN' }, { currency: 'USD' }] },
      { id: names['SHOP'], name: 'Outlet Lima', accounts: [{ currency: 'PEN' }], disabledAt: null },
    ]);
  });

  it('shows every command there is for shops, keys and accounts', () => {
    for (const { name } of adminCommands) {
      expect(lines.filter((line) => line.startsWith(`${START}${name}`)).length, name).toBeGreaterThan(0);
    }
  });

  it('has every scope in its table', () => {
    for (const scope of SCOPES) expect(page).toContain(`| \`${scope}\``);
  });
});
