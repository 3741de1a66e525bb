import { AuditLog, limaInstant, type Operator, OPERATOR_ROLES, type OperatorRole, Operators } from '#payments';
import { SystemClock } from '#platform';
import { required, textOptions } from '../admin/options.js';
import { ACTOR, GROUP, say, sayList } from '../admin/say.js';
import { PASSWORD_HELP, readPassword } from '../admin/secret-input.js';
import { type Command, type CommandCall, UsageError } from '../command.js';
import { clockTime } from '../print/columns.js';

const STDIN = { stdin: { type: 'boolean' } } as const;

/** People who use the console. */
export const operatorAccountCommands: readonly Command[] = [
  {
    name: 'operator list',
    group: GROUP,
    usage: '[--json]',
    summary: 'Lists the people who may use the console, with their last sign-in.',
    options: textOptions(),
    async run(call) {
      const rows = (await (await operatorsOf(call)).list()).map(toRow);
      return sayList(call, {
        name: 'operators',
        rows,
        heading: ['OPERATOR', 'ROLE', 'STATE', 'CREATED', 'LAST SIGN-IN', 'E-MAIL'],
        cells: (one) => [
          one.id,
          one.role,
          one.disabledAt === null ? 'open' : 'disabled',
          clockTime(one.createdAt),
          clockTime(one.lastLoginAt),
          one.email,
        ],
      });
    },
  },
  {
    name: 'operator create',
    group: GROUP,
    usage: '--email <address> --role viewer|operator|admin [--stdin] [--json]',
    summary: 'Lets a person use the console.',
    details: PASSWORD_HELP,
    options: { ...textOptions('email', 'role'), ...STDIN },
    required: ['email', 'role'],
    async run(call) {
      const wanted = { email: required(call.values, 'email'), role: roleOf(call) };
      const password = await readPassword(call.io, call.values['stdin'] === true);
      const creation = await (await operatorsOf(call)).create({ ...wanted, password });
      switch (creation.kind) {
        case 'email_taken':
          throw new Error(`There is an operator ${wanted.email} already.`);
        case 'password_too_short':
          throw new UsageError(`A password has at least ${creation.minimum} characters.`);
        case 'created':
          return told(call, creation.operator, {
            action: 'operator.created',
            what: `may use the console as ${wanted.role}`,
          });
      }
    },
  },
  {
    name: 'operator password',
    group: GROUP,
    usage: '--email <address> [--stdin] [--json]',
    summary: 'Gives an operator another password and signs them out everywhere.',
    details: PASSWORD_HELP,
    options: { ...textOptions('email'), ...STDIN },
    required: ['email'],
    async run(call) {
      const operators = await operatorsOf(call);
      const operator = await namedOperator(call, operators);
      const password = await readPassword(call.io, call.values['stdin'] === true);
      const outcome = await operators.setPassword(operator.id, password);
      if (outcome.kind === 'password_too_short') {
        throw new UsageError(`A password has at least ${outcome.minimum} characters.`);
      }
      return told(call, operator, {
        action: 'operator.password_changed',
        what: 'has the new password and is signed out',
      });
    },
  },
  {
    name: 'operator role',
    group: GROUP,
    usage: '--email <address> --role viewer|operator|admin [--json]',
    summary: 'Gives an operator another role, from the next request on.',
    options: textOptions('email', 'role'),
    required: ['email', 'role'],
    async run(call) {
      const operators = await operatorsOf(call);
      const role = roleOf(call);
      const operator = await namedOperator(call, operators);
      await operators.setRole(operator.id, role);
      return told(call, { ...operator, role }, { action: 'operator.role_changed', what: `is ${role} now` });
    },
  },
  {
    name: 'operator disable',
    group: GROUP,
    usage: '--email <address> [--json]',
    summary: 'Shuts an operator out of the console and signs them out; what they did keeps their name.',
    options: textOptions('email'),
    required: ['email'],
    async run(call) {
      const operators = await operatorsOf(call);
      const operator = await namedOperator(call, operators);
      await operators.disable(operator.id);
      return told(call, operator, { action: 'operator.disabled', what: 'may use the console no more' });
    },
  },
];

/** Sign-ins run on the machine's time, also where the product's is moved. */
async function operatorsOf({ session }: CommandCall): Promise<Operators> {
  return new Operators(await session.database(), new SystemClock());
}

async function namedOperator({ values }: CommandCall, operators: Operators): Promise<Operator> {
  const email = required(values, 'email').trim().toLowerCase();
  const operator = (await operators.list()).find((one) => one.email === email);
  if (!operator) throw new Error(`There is no operator ${email}: see \`chasqui operator list\`.`);
  return operator;
}

function roleOf({ values }: CommandCall): OperatorRole {
  const given = required(values, 'role');
  const role = OPERATOR_ROLES.find((one) => one === given);
  if (role === undefined) throw new UsageError(`--role is ${OPERATOR_ROLES.join(', ')}, not ${given}.`);
  return role;
}

async function told(
  call: CommandCall,
  operator: Operator,
  { action, what }: { readonly action: string; readonly what: string },
): Promise<number> {
  const audit = new AuditLog(await call.session.database(), new SystemClock());
  await audit.record({ actor: ACTOR, action, subject: operator.id, data: { role: operator.role } });
  return say(call, { json: toRow(operator), text: `Operator ${operator.email} ${what}.` });
}

interface OperatorRow {
  readonly id: string;
  readonly email: string;
  readonly role: OperatorRole;
  readonly createdAt: string;
  readonly lastLoginAt: string | null;
  readonly disabledAt: string | null;
}

function toRow({ id, email, role, createdAt, lastLoginAt, disabledAt }: Operator): OperatorRow {
  return {
    id,
    email,
    role,
    createdAt: limaInstant(createdAt),
    lastLoginAt: lastLoginAt && limaInstant(lastLoginAt),
    disabledAt: disabledAt && limaInstant(disabledAt),
  };
}
