import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Operators } from '#payments';
import { SystemClock } from '#platform';
import { type CliRun, type CliWorld, openWorld, runWith } from '../cli.fixture.js';

const EMAIL = 'ana@chasqui.test';

describe('operators on the command line', () => {
  let world: CliWorld;
  let operators: Operators;
  beforeAll(async () => {
    world = await openWorld();
    operators = new Operators(world.dataSource, new SystemClock());
  });
  afterAll(() => world.close());

  const withPassword = (password: string, ...argv: string[]): Promise<CliRun> =>
    runWith({ ...world.env, OPERATOR_PASSWORD: password }, ...argv);

  async function signsIn(password: string): Promise<string> {
    return (await operators.login({ email: EMAIL, password })).kind;
  }

  it('are made, given another password and role, and shut out; each is in the audit log, no password anywhere', async () => {
    const create = ['operator', 'create', '--email', EMAIL, '--role', 'operator'];
    expect(await world.run(...create)).toMatchObject({
      code: 64,
      err: expect.stringContaining('OPERATOR_PASSWORD is missing'),
    });
    expect(await withPassword('short', ...create)).toMatchObject({
      code: 64,
      err: 'A password has at least 10 characters.\n',
    });
    expect(await withPassword('the first password', ...create)).toMatchObject({ code: 0, err: '' });
    expect(await withPassword('the first password', ...create)).toMatchObject({ code: 1 });
    expect(await signsIn('the first password')).toBe('ok');
    expect((await world.run('operator', 'list')).out).toMatch(/opr_\w+ +operator +open +\S+ \S+ +\d{4}-.+ana@/);

    expect(await withPassword('the next password', 'operator', 'password', '--email', EMAIL)).toMatchObject({
      code: 0,
    });
    expect(await signsIn('the first password')).toBe('refused');
    expect(await signsIn('the next password')).toBe('ok');

    const role = await world.run('operator', 'role', '--email', ' ANA@chasqui.test', '--role', 'viewer', '--json');
    expect(JSON.parse(role.out)).toMatchObject({ email: EMAIL, role: 'viewer' });
    expect(await world.run('operator', 'role', '--email', EMAIL, '--role', 'boss')).toMatchObject({ code: 64 });

    expect(await world.run('operator', 'disable', '--email', EMAIL)).toMatchObject({ code: 0 });
    expect(await signsIn('the next password')).toBe('refused');
    expect(await world.run('operator', 'disable', '--email', 'leo@chasqui.test')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no operator leo@chasqui.test'),
    });

    const entries = await world.dataSource.query<{ action: string }[]>(
      `select action, data from audit_entry where action like 'operator.%' order by id`,
    );
    expect(entries.map(({ action }) => action).toSorted()).toEqual([
      'operator.created',
      'operator.disabled',
      'operator.password_changed',
      'operator.role_changed',
    ]);
    const rows = await world.dataSource.query('select * from operator');
    expect(JSON.stringify([entries, rows])).not.toMatch(/the (first|next) password/);
  });
});
