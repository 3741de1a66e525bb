import { type AccountSummary, DEFAULT_OVERLAP_MS, toAccountView } from '#payments';
import { formatDuration } from '#platform';
import { allPages } from '../admin/all-pages.js';
import { channelsOf } from '../admin/channel-option.js';
import {
  amountOf,
  currencyOf,
  durationMs,
  endOf,
  optional,
  required,
  textOptions,
  wholeNumber,
  yesOrNo,
} from '../admin/options.js';
import { granted } from '../admin/outcomes.js';
import { POLL_HELP, pollScheduleOf } from '../admin/poll-option.js';
import { ACTOR, GROUP, say, sayList } from '../admin/say.js';
import { readIssuedKeys, requiredKey, SECRETS_HELP } from '../admin/secret-input.js';
import { type Command, type CommandCall, UsageError } from '../command.js';

const STDIN = { stdin: { type: 'boolean' } } as const;

/** What the two names of a rotation have in common. */
export const ROTATION: Pick<Command, 'summary' | 'details' | 'options'> = {
  summary: 'Signs with a new secretKey; the one before still verifies notifications for a while.',
  details: `${SECRETS_HELP}
The access key is changed too when it is given.
--verify-only: notifications may be signed with it from now on, requests go on with the present one; give it again
without this option to sign with it. The secret before takes a rotation back; the present one with --overlap PT0S ends
the one before at once.`,
  options: { ...textOptions('overlap'), ...STDIN, 'verify-only': { type: 'boolean' } },
};

export const accountCommands: readonly Command[] = [
  {
    name: 'account list',
    group: GROUP,
    usage: '[--merchant <id>] [--json]',
    summary: 'Lists gateway accounts with their limits and shops.',
    options: textOptions('merchant'),
    async run(call) {
      const { accounts } = await call.session.administration();
      const merchantId = optional(call.values, 'merchant') ?? null;
      const rows = (await allPages((page) => accounts.list({ ...page, merchantId }))).map((account) =>
        toAccountView(account, formatDuration),
      );
      return sayList(call, {
        name: 'accounts',
        rows,
        heading: ['SLUG', 'ACCOUNT', 'MERCHANT', 'WHERE', 'SERVICE', 'TAKES', 'STATE', 'SHOPS'],
        cells: (account) => [
          account.slug,
          account.id,
          account.merchantId,
          account.environment,
          account.serviceId,
          `${account.currency} ${account.minAmount ?? '0.01'} to ${account.maxAmount ?? 'any'}`,
          account.disabledAt === null ? 'open' : 'disabled',
          account.shopIds.join(' ') || '-',
        ],
      });
    },
  },
  {
    name: 'account create',
    group: GROUP,
    usage:
      '--merchant <id> --slug <slug> --base-url <url> --service-id <idService> --currency PEN|USD [--sandbox] [--stdin] [--json]',
    summary: 'Sets up a PagoEfectivo service; its keys come from environment or --stdin.',
    details: SECRETS_HELP,
    options: {
      ...textOptions('merchant', 'slug', 'base-url', 'service-id', 'currency'),
      ...STDIN,
      sandbox: { type: 'boolean' },
    },
    required: ['merchant', 'slug', 'base-url', 'service-id', 'currency'],
    async run(call) {
      const { io, session, values } = call;
      const wanted = {
        merchantId: required(values, 'merchant'),
        slug: required(values, 'slug'),
        baseUrl: required(values, 'base-url'),
        serviceId: required(values, 'service-id'),
        currency: currencyOf(values),
        sandbox: values['sandbox'] === true,
        actor: ACTOR,
      };
      const keys = await readIssuedKeys(io, values['stdin'] === true);
      const issued = { accessKey: requiredKey(keys, 'accessKey'), secretKey: requiredKey(keys, 'secretKey') };
      const { accounts } = await session.administration();
      const made = granted(await accounts.create({ ...wanted, ...issued }));
      return sayAccount(call, made, `was made; notifications may come to /webhooks/pagoefectivo/${made.slug}`);
    },
  },
  {
    name: 'account update',
    group: GROUP,
    usage:
      '--account <slug or id> [--min-amount 1.00|none] [--max-amount 5000.00|none] [--channel <id>=off|on|max:250.00|max:none|default]… [--budget 240|default] [--poll <part>=<durations>|default]… [--require-timestamp yes|no] [--canonical-signature yes|no] [--refunds-api yes|no] [--secret-ends <instant or duration>|none] [--json]',
    summary: 'Changes what an account takes and shows, how its codes are polled, and whether it refunds by API.',
    details: `${POLL_HELP}\n--refunds-api yes is for a contract that has refunds by API and takes a repeated refundCode for one refund.\n--secret-ends is when PagoEfectivo stops taking the present secretKey; you are warned in time.`,
    options: {
      ...textOptions(
        'account',
        'min-amount',
        'max-amount',
        'budget',
        'require-timestamp',
        'canonical-signature',
        'refunds-api',
        'secret-ends',
      ),
      channel: { type: 'string', multiple: true },
      poll: { type: 'string', multiple: true },
    },
    required: ['account'],
    async run(call) {
      const { lists, session, values } = call;
      const account = required(values, 'account');
      const change = withoutUndefined({
        minAmountMinor: amountOf(values, 'min-amount'),
        maxAmountMinor: amountOf(values, 'max-amount'),
        channels: channelsOf(lists['channel']),
        budgetPerMinute: optional(values, 'budget') === 'default' ? null : wholeNumber(values, 'budget'),
        pollSchedule: pollScheduleOf(lists['poll']),
        requireTimestamp: yesOrNo(values, 'require-timestamp'),
        acceptCanonicalSignature: yesOrNo(values, 'canonical-signature'),
        refundsApi: yesOrNo(values, 'refunds-api'),
        secretEndsAt: endOf(values, 'secret-ends', (await session.clock()).now()),
      });
      if (Object.keys(change).length === 0)
        throw new UsageError('Nothing is to be changed: see --help of this command.');
      const { accounts } = await session.administration();
      return sayAccount(call, granted(await accounts.update({ account, change, actor: ACTOR })), 'was changed');
    },
  },
  switchOf('account disable', 'Has an account take no new payments; what it has goes on.', true),
  switchOf('account enable', 'Has a disabled account take payments again.', false),
  {
    name: 'account attach',
    group: GROUP,
    usage: '--account <slug or id> --shop <id> [--json]',
    summary: "Has an account take a shop's new payments in its currency.",
    options: textOptions('account', 'shop'),
    required: ['account', 'shop'],
    async run(call) {
      const { shopAccounts } = await call.session.administration();
      const [shopId, account] = [required(call.values, 'shop'), required(call.values, 'account')];
      const attached = granted(await shopAccounts.attach({ shopId, account, actor: ACTOR }));
      return say(call, { json: attached, text: `Account ${account} takes ${attached.currency} for shop ${shopId}.` });
    },
  },
  {
    name: 'account detach',
    group: GROUP,
    usage: '--shop <id> --currency PEN|USD [--json]',
    summary: 'Has a shop take no new payments in a currency.',
    options: textOptions('shop', 'currency'),
    required: ['shop', 'currency'],
    async run(call) {
      const { shopAccounts } = await call.session.administration();
      const wanted = { shopId: required(call.values, 'shop'), currency: currencyOf(call.values), actor: ACTOR };
      const detached = granted(await shopAccounts.detach(wanted));
      return say(call, { json: detached, text: `Shop ${detached.shopId} takes no ${detached.currency} any more.` });
    },
  },
  {
    ...ROTATION,
    name: 'account rotate-secret',
    group: GROUP,
    usage: '--account <slug or id> [--overlap P30D] [--verify-only] [--stdin] [--json]',
    options: { ...ROTATION.options, ...textOptions('account') },
    required: ['account'],
    run: (call) => rotateSecret(call, required(call.values, 'account')),
  },
];

export async function rotateSecret(call: CommandCall, account: string): Promise<number> {
  const { io, session, values } = call;
  const overlap = optional(values, 'overlap');
  const verifyOnly = values['verify-only'] === true;
  const keys = await readIssuedKeys(io, values['stdin'] === true);
  const { accounts } = await session.administration();
  const rotated = granted(
    await accounts.rotateSecret({
      account,
      secretKey: requiredKey(keys, 'secretKey'),
      accessKey: keys.accessKey ?? null,
      overlapMs: overlap === undefined ? DEFAULT_OVERLAP_MS : durationMs('overlap', overlap),
      verifyOnly,
      actor: ACTOR,
    }),
  );
  return sayAccount(
    call,
    rotated,
    verifyOnly
      ? 'takes notifications signed with the new secret too, and signs with the present one'
      : 'signs with the new secret; running processes follow within a minute',
  );
}

function switchOf(name: string, summary: string, disabled: boolean): Command {
  return {
    name,
    group: GROUP,
    usage: '--account <slug or id> [--json]',
    summary,
    options: textOptions('account'),
    required: ['account'],
    async run(call) {
      const { accounts } = await call.session.administration();
      const account = required(call.values, 'account');
      const changed = granted(await accounts.setDisabled({ account, disabled, actor: ACTOR }));
      return sayAccount(call, changed, disabled ? 'takes no new payments' : 'takes payments');
    },
  };
}

function sayAccount(call: CommandCall, account: AccountSummary, what: string): number {
  const { slug, environment, currency } = account;
  return say(call, {
    json: toAccountView(account, formatDuration),
    text: `Account ${slug} (${environment}, ${currency}) ${what}.`,
  });
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function withoutUndefined<Fields extends object>(fields: Fields): Defined<Fields> {
  const defined: Defined<Fields> = {};
  for (const name of Object.keys(fields)) {
    const value: unknown = Reflect.get(fields, name);
    if (value !== undefined) Reflect.set(defined, name, value);
  }
  return defined;
}
