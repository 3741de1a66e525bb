import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '..');

/** A file of the layout, and what it says. */
type Files = Record<string, string>;

const FRAMEWORKS = ['@nestjs/common', 'typeorm', 'bullmq', 'pg', 'ioredis'];

/** Every permitted way to import: whatever is reported of it is a fault of the rules. */
const PERMITTED: Files = {
  'apps/shop/src/main.ts': `import { Controller } from '@nestjs/common';\nimport { payment } from '#payments';\nimport './local.js';\nexport { Controller, payment };`,
  'apps/shop/src/local.ts': `import { readFileSync } from 'node:fs';\nexport { readFileSync };`,
  'apps/shop/src/main.spec.ts': `import { it } from 'vitest';\nimport { database } from '#testing';\nit('x', () => database);`,
  'apps/standalone/src/main.ts': `import '../../shop/src/main.js';\nexport {};`,
  'libs/payments/src/index.ts': `export { payment } from './domain/payment.js';\nexport { Entity } from 'typeorm';`,
  'libs/payments/src/ports.ts': `export interface Clock {}`,
  'libs/payments/src/domain/payment.ts': `import { money } from './money.js';\nexport const payment = money;`,
  'libs/payments/src/domain/money.ts': `export const money = 1;`,
  'libs/payments/src/domain/money.spec.ts': `import { it } from 'vitest';\nimport { database } from '#testing';\nit('x', () => database);`,
  'libs/pagoefectivo/src/index.ts': `import { createHmac } from 'node:crypto';\nexport { createHmac };`,
  'libs/platform/src/index.ts': `export const clock = 1;`,
  'libs/diagnosis/src/index.ts': `import { clock } from '#platform';\nimport { payment } from '#payments';\nexport const checks = [clock, payment];`,
  // The other half of a circle, which is reported once.
  'libs/platform/src/circle-b.ts': `import './circle-a.js';`,
  'libs/testing/src/index.ts': `import { clock } from '#platform';\nimport { payment } from '#payments';\nimport { it } from 'vitest';\nexport const database = [clock, payment, it];`,
  'packages/client/src/index.ts': `import { createHmac } from 'node:crypto';\nexport { call } from './call.js';\nexport { createHmac };`,
  'packages/client/src/call.ts': `export const call = 1;`,
  'packages/client/src/call.spec.ts': `import { it } from 'vitest';\nimport { call } from './call.js';\nit('x', () => call);`,
  'examples/storefront/src/storefront.js': `import { call } from '@chasqui/client';\nexport const storefront = call;`,
  'apps/standalone/src/shop.ts': `import '../../../examples/storefront/src/storefront.js';\nexport {};`,
  'test/client.spec.ts': `import { call } from '@chasqui/client';\nexport { call };`,
  'test/flow.spec.ts': `import '../apps/shop/src/main.js';\nimport { database } from '#testing';\nexport { database };`,
};

interface Breach {
  rule: string;
  /** The file that breaks this rule and no other. */
  file: string;
  text: string;
}

const BREACHES: Breach[] = [
  { rule: 'apps-not-to-apps', file: 'apps/cli/src/main.ts', text: `import '../../shop/src/local.js';` },
  { rule: 'libs-not-to-apps', file: 'libs/platform/src/to-app.ts', text: `import '../../../apps/shop/src/local.js';` },
  {
    rule: 'libs-not-to-libs',
    file: 'libs/payments/src/to-lib.ts',
    text: `import { clock } from '#platform';\nexport { clock };`,
  },
  {
    rule: 'libs-not-to-libs',
    file: 'libs/payments/src/to-type.ts',
    text: `import type { clock } from '#platform';\nexport type X = typeof clock;`,
  },
  { rule: 'libs-not-to-libs', file: 'libs/payments/src/to-lib.spec.ts', text: `import '#platform';` },
  { rule: 'libs-not-to-libs', file: 'libs/platform/src/to-diagnosis.ts', text: `import '#diagnosis';` },
  { rule: 'testing-only-from-specs', file: 'apps/shop/src/to-testing.ts', text: `import '#testing';` },
  { rule: 'testing-only-from-specs', file: 'libs/payments/src/to-testing.ts', text: `import '#testing';` },
  {
    rule: 'lib-only-through-index',
    file: 'apps/shop/src/past-index.ts',
    text: `import '../../../libs/payments/src/domain/money.js';`,
  },
  {
    rule: 'lib-only-through-index',
    file: 'test/past-index.spec.ts',
    text: `import '../libs/payments/src/domain/money.js';`,
  },
  {
    rule: 'lib-only-through-index',
    file: 'libs/testing/src/past-index.ts',
    text: `import '../../payments/src/domain/money.js';`,
  },
  { rule: 'domain-imports-nothing', file: 'libs/payments/src/domain/to-node.ts', text: `import 'node:crypto';` },
  {
    rule: 'domain-imports-nothing',
    file: 'libs/payments/src/domain/to-type.ts',
    text: `import type { Entity } from 'typeorm';\nexport type X = typeof Entity;`,
  },
  { rule: 'domain-imports-nothing', file: 'libs/payments/src/domain/to-neighbour.ts', text: `import '../ports.js';` },
  ...FRAMEWORKS.map((name) => ({
    rule: 'pagoefectivo-knows-no-framework',
    file: `libs/pagoefectivo/src/to-${name.replace(/\W/g, '')}.ts`,
    text: `import type * as framework from '${name}';\nexport type X = typeof framework;`,
  })),
  {
    rule: 'product-not-to-packages',
    file: 'apps/shop/src/to-client.ts',
    text: `import { call } from '@chasqui/client';\nexport { call };`,
  },
  {
    rule: 'product-not-to-packages',
    file: 'libs/platform/src/to-example.ts',
    text: `import '../../../examples/storefront/src/storefront.js';`,
  },
  {
    rule: 'product-not-to-packages',
    file: 'apps/standalone/src/to-client.ts',
    text: `import { call } from '@chasqui/client';\nexport { call };`,
  },
  {
    rule: 'packages-stand-alone',
    file: 'packages/client/src/to-lib.ts',
    text: `import '../../../libs/platform/src/index.js';`,
  },
  { rule: 'packages-stand-alone', file: 'packages/client/src/to-npm.ts', text: `import 'pg';` },
  {
    rule: 'packages-stand-alone',
    file: 'packages/client/src/to-testing.spec.ts',
    text: `import '../../../libs/testing/src/index.js';`,
  },
  {
    rule: 'package-only-through-index',
    file: 'test/past-package-index.spec.ts',
    text: `import '../packages/client/src/call.js';`,
  },
  {
    rule: 'examples-can-be-copied',
    file: 'examples/storefront/src/to-app.js',
    text: `import '../../../apps/shop/src/local.js';`,
  },
  {
    rule: 'examples-can-be-copied',
    file: 'examples/recipes/to-example.mjs',
    text: `import '../storefront/src/storefront.js';`,
  },
  { rule: 'no-circular', file: 'libs/platform/src/circle-a.ts', text: `import './circle-b.js';` },
  { rule: 'not-to-dev-dep-from-src', file: 'apps/shop/src/to-vitest.ts', text: `import 'vitest';` },
  { rule: 'only-listed-packages', file: 'apps/shop/src/to-unlisted.ts', text: `import 'unlisted';` },
  { rule: 'no-unresolvable', file: 'apps/shop/src/to-nowhere.ts', text: `import './nowhere.js';` },
];

describe('the boundaries', () => {
  let folder = '';
  let report: Report;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chasqui-boundaries-'));
    // The real package.json says what is listed and what is for development; the packages themselves are husks.
    for (const file of ['tsconfig.json', 'package.json']) await cp(join(project, file), join(folder, file));
    for (const name of [...FRAMEWORKS, 'vitest', 'unlisted']) {
      const manifest = JSON.stringify({ name, version: '1.0.0', main: 'index.js' });
      await write(folder, { [`node_modules/${name}/package.json`]: manifest, [`node_modules/${name}/index.js`]: '' });
    }
    // As npm links a workspace.
    await cp(join(project, 'packages/client/package.json'), join(folder, 'packages/client/package.json'));
    await mkdir(join(folder, 'node_modules/@chasqui'));
    await symlink(join(folder, 'packages/client'), join(folder, 'node_modules/@chasqui/client'));
    await write(folder, PERMITTED);
    await write(folder, Object.fromEntries(BREACHES.map(({ file, text }) => [file, text])));
    report = await cruise(folder);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  function rulesBrokenBy(file: string): string[] {
    const broken = report.summary.violations.filter(({ from }) => from === file);
    return [...new Set(broken.map(({ rule }) => rule.name))];
  }

  it.each(Object.keys(PERMITTED))('let %s pass', (file) => {
    expect(rulesBrokenBy(file)).toEqual([]);
  });

  it.each(BREACHES)('report $rule, and nothing else, of $file', ({ rule, file }) => {
    expect(rulesBrokenBy(file)).toEqual([rule]);
  });

  it('are broken here on purpose, every one', () => {
    const tested = new Set(BREACHES.map(({ rule }) => rule));
    const untested = report.summary.ruleSetUsed.forbidden.filter(({ name }) => !tested.has(name));
    expect(untested).toEqual([]);
  });
});

interface Report {
  summary: {
    violations: { rule: { name: string }; from: string }[];
    ruleSetUsed: { forbidden: { name: string }[] };
  };
}

/** Runs dependency-cruiser with the project's rules over a tree that is laid out like the project. */
async function cruise(folder: string): Promise<Report> {
  const tool = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(project, '.dependency-cruiser.cjs');
  const args = [tool, '--config', config, '--output-type', 'json', 'apps', 'libs', 'packages', 'examples', 'test'];
  const output = await new Promise<string>((done, fail) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      // It exits with an error for violations too; without a report it failed.
      if (stdout === '') fail(new Error(stderr, { cause: error }));
      else done(stdout);
    });
  });
  return JSON.parse(output) as Report;
}

async function write(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
