import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ConfigNeed } from '#platform';
import { loadConfig, variables } from '#platform';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly profiles?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly network_mode?: string;
  readonly deploy?: { readonly replicas?: number };
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const root = resolve(import.meta.dirname, '..');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Readonly<Record<string, Service>> };
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);
/** Apps that stay up by themselves; the others are named with their reason below. */
const servers = ours.filter(([name]) => name !== 'migrate' && name !== 'cli');
const known = new Set<string>(variables.map(({ name }) => name));

/** What somebody writes into .env at the very least. */
const MINIMAL = {
  POSTGRES_PASSWORD: 'abcdef0123456789',
  CHASQUI_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  WEBHOOK_ALLOWED_SOURCES: '127.0.0.1',
};
/** And to try it with the sandbox. */
const SANDBOX = {
  ...MINIMAL,
  PAGOEFECTIVO_BASE_URL: 'http://sandbox.localhost:3003',
  PAGOEFECTIVO_ID_SERVICE: '1042',
  PAGOEFECTIVO_ACCESS_KEY: 'CHASQUISANDBOXKEY001',
  PAGOEFECTIVO_SECRET_KEY: 'chasquiSandboxOnly/0000+0000/notASecret0',
  CHASQUI_API_KEY: 'ck_test_0123456789abcdef',
  CHASQUI_OPERATOR: 'ops@example.pe:a long password',
};

describe('docker-compose.yml', () => {
  it('has a service for every app that stays up, and runs what the build makes of it', () => {
    // standalone is all of them in one process; the command line is run by hand and by migrate.
    const apps = readdirSync(join(root, 'apps')).filter((app) => app !== 'standalone' && app !== 'cli');
    expect(servers.map(([name]) => name).sort()).toEqual(apps.sort());
    for (const [name, service] of ours) {
      const [program, file] = [...(service.entrypoint ?? []), ...(service.command ?? [])];
      expect(program, name).toBe('node');
      expect(file, name).toBe(`dist/apps/${name === 'migrate' ? 'cli' : name}/src/main.js`);
      expect(existsSync(join(root, sourceOf(file ?? ''))), `${name}: ${sourceOf(file ?? '')}`).toBe(true);
    }
  });

  it('sets and asks for nothing but variables of ours and of the images beside us', () => {
    const isKnown = (name: string): boolean => known.has(name) || /^POSTGRES_(USER|DB|PASSWORD)$/.test(name);
    const set = services.flatMap(([, service]) => Object.keys(service.environment ?? {}));
    const asked = [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
    expect([...set, ...asked].filter((name) => !isKnown(name))).toEqual([]);
  });

  it('gives every app an environment that it starts with', () => {
    for (const dotEnv of [MINIMAL, SANDBOX]) {
      for (const [name, service] of ours) {
        const needs: ConfigNeed[] = name === 'webhook-ingest' ? ['allowedSources', 'masterKey'] : ['masterKey'];
        const config = loadConfig(interpolated(service.environment ?? {}, dotEnv), 'app', needs);
        expect(config.warnings, name).toEqual([]);
        expect(config.database.url, name).toBe('postgres://chasqui:abcdef0123456789@postgres:5432/chasqui');
        expect(config.queue.url, name).toBe('redis://redis:6379');
        expect(config.checkout.publicUrl, name).toBe('http://localhost:3000');
      }
    }
  });

  it('says in a sentence what is missing in .env', () => {
    for (const [name, value] of Object.entries(MINIMAL)) {
      const rest = Object.fromEntries(Object.entries(MINIMAL).filter(([other]) => other !== name));
      const all = (dotEnv: Record<string, string>) => () =>
        services.map(([, service]) => interpolated(service.environment ?? {}, dotEnv));
      expect(all({ ...rest, [name]: value })).not.toThrow();
      expect(all(rest)).toThrow(new RegExp(`^${name} is missing in \\.env; `));
    }
  });

  it('publishes on loopback only', () => {
    for (const port of services.flatMap(([, service]) => service.ports ?? [])) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('asks every app that stays up at its own /readyz', () => {
    const ports = ['CHECKOUT_API_PORT', 'WEBHOOK_INGEST_PORT', 'OPS_CONSOLE_PORT', 'SANDBOX_PORT', 'HEALTH_PORT'];
    for (const [name, service] of servers) {
      const own = name === 'sandbox' ? ['SANDBOX_PORT'] : ports;
      const listens = own.flatMap((variable) => service.environment?.[variable] ?? []);
      expect(listens, name).toHaveLength(1);
      expect(service.healthcheck?.test.join(' '), name).toContain(`http://127.0.0.1:${listens[0]}/readyz`);
    }
  });

  it('waits for what is there, and for health only where health is asked', () => {
    for (const [name, service] of services) {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        const dependency = compose.services[other];
        expect(dependency, `${name} → ${other}`).toBeDefined();
        if (condition === 'service_healthy') expect(dependency?.healthcheck, `${name} → ${other}`).toBeDefined();
      }
    }
    for (const [name, service] of servers.filter(([app]) => app !== 'sandbox')) {
      expect(service.depends_on?.['migrate']?.condition, name).toBe('service_completed_successfully');
    }
    // Notifications are taken while Redis is away (invariant 5).
    expect(compose.services['webhook-ingest']?.depends_on).not.toHaveProperty('redis');
  });

  it('keeps the queue on disk and refuses to evict jobs', () => {
    const command = compose.services['redis']?.command?.join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
  });

  it('runs two reconciliation workers, and the sandbox only when asked', () => {
    expect(compose.services['reconciliation-worker']?.deploy?.replicas).toBe(2);
    expect(services.filter(([, service]) => service.profiles === undefined).map(([name]) => name)).not.toContain(
      'sandbox',
    );
  });
});

describe('Dockerfile', () => {
  const lines = readFileSync(join(root, 'Dockerfile'), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');

  it('copies only what is there and what .dockerignore lets in', () => {
    expect(ignored).toContain('*');
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    // A folder that is let in lets in what is below it.
    const isLetIn = (path: string): boolean =>
      ignored.some((pattern) => pattern.startsWith('!') && `${path}/`.startsWith(`${pattern.slice(1)}/`));
    expect(copied.filter((path) => !isLetIn(path))).toEqual([]);
  });

  it('ends as a user who is not root, and has no secret in it', () => {
    expect(lines.findLastIndex((line) => line === 'USER node')).toBeGreaterThan(
      lines.findLastIndex((line) => line.startsWith('FROM ')),
    );
    const secrets = variables.filter((variable) => 'secret' in variable).map(({ name }) => name);
    expect(secrets.filter((name) => lines.some((line) => line.includes(name)))).toEqual([]);
  });
});

/** `dist/apps/x/src/main.js` is built from `apps/x/src/main.ts`. */
function sourceOf(built: string): string {
  return built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
}

function interpolated(
  environment: Readonly<Record<string, string>>,
  dotEnv: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, interpolate(value, dotEnv)]));
}

/** As Compose does it: `${A}`, `${A:-default}` and `${A:?sentence}`, where a default may hold more of them. */
function interpolate(value: string, dotEnv: Readonly<Record<string, string>>): string {
  const innermost = /\$\{(\w+)(?::([-?])([^${}]*))?\}/;
  let rest = value;
  for (let match = innermost.exec(rest); match !== null; match = innermost.exec(rest)) {
    const [whole, name = '', operator, argument = ''] = match;
    const given = dotEnv[name] ?? '';
    if (given === '' && operator === '?') throw new Error(`${name} ${argument}`);
    rest = rest.replace(whole, () => (given === '' && operator === '-' ? argument : given));
  }
  return rest;
}
