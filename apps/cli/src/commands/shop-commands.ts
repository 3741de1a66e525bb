import { type Shop, toShopView } from '#payments';
import { formatDuration } from '#platform';
import { allPages } from '../admin/all-pages.js';
import { amountOrNone, optional, required, textOptions } from '../admin/options.js';
import { granted } from '../admin/outcomes.js';
import { ACTOR, GROUP, say, sayList } from '../admin/say.js';
import { type Command, type CommandCall, UsageError } from '../command.js';
import { policiesOf, POLICY_DETAILS, POLICY_OPTIONS, POLICY_USAGE } from './shop-policy-options.js';

const LIMIT_OPTION = 'refund-approval-above';
const WAYS_USAGE = `${POLICY_USAGE} [--${LIMIT_OPTION} …]`;
const WAYS_DETAILS = `${POLICY_DETAILS}
  --${LIMIT_OPTION}  above it a refund needs a second person: 500.00, 0.00 for always, or default`;

export const shopCommands: readonly Command[] = [
  {
    name: 'shop list',
    group: GROUP,
    usage: '[--merchant <id>] [--json]',
    summary: 'Lists shops with their accounts.',
    options: textOptions('merchant'),
    async run(call) {
      const { shops } = await call.session.administration();
      const merchantId = optional(call.values, 'merchant') ?? null;
      const rows = (await allPages((page) => shops.list({ ...page, merchantId }))).map((shop) =>
        toShopView(shop, formatDuration),
      );
      return sayList(call, {
        name: 'shops',
        rows,
        heading: ['SHOP', 'MERCHANT', 'MODE', 'STATE', 'ACCOUNTS', 'NAME'],
        cells: (shop) => [
          shop.id,
          shop.merchantId,
          shop.livemode ? 'live' : 'test',
          shop.disabledAt === null ? 'open' : 'disabled',
          shop.accounts.map(({ currency, slug }) => `${currency}=${slug}`).join(' ') || '-',
          shop.name,
        ],
      });
    },
  },
  {
    name: 'shop create',
    group: GROUP,
    usage: `--merchant <id> --name <name> --mode test|live ${WAYS_USAGE} [--json]`,
    summary: 'Makes a shop, for good of its mode: test and live never meet.',
    details: WAYS_DETAILS,
    options: textOptions('merchant', 'name', 'mode', ...POLICY_OPTIONS, LIMIT_OPTION),
    required: ['merchant', 'name', 'mode'],
    async run(call) {
      const { shops } = await call.session.administration();
      const made = granted(
        await shops.create({
          merchantId: required(call.values, 'merchant'),
          name: required(call.values, 'name'),
          livemode: livemodeOf(call.values),
          ...policiesOf(call.values),
          ...refundLimitOf(call.values),
          actor: ACTOR,
        }),
      );
      return sayShop(call, made, 'was made');
    },
  },
  {
    name: 'shop update',
    group: GROUP,
    usage: `--shop <id> [--name <name>] ${WAYS_USAGE} [--json]`,
    summary: "Changes a shop's name, or what it does in its own way.",
    details: WAYS_DETAILS,
    options: textOptions('shop', 'name', ...POLICY_OPTIONS, LIMIT_OPTION),
    required: ['shop'],
    async run(call) {
      const { shops } = await call.session.administration();
      const name = optional(call.values, 'name');
      const change = {
        ...(name === undefined ? {} : { name }),
        ...policiesOf(call.values),
        ...refundLimitOf(call.values),
      };
      const id = required(call.values, 'shop');
      if (Object.keys(change).length === 0)
        throw new UsageError('Nothing is to be changed: see --help of this command.');
      return sayShop(call, granted(await shops.update({ id, ...change, actor: ACTOR })), 'was changed');
    },
  },
  switchOf('shop disable', 'Has a shop take no new payments; what it has goes on.', true),
  switchOf('shop enable', 'Has a disabled shop take payments again.', false),
];

function switchOf(name: string, summary: string, disabled: boolean): Command {
  return {
    name,
    group: GROUP,
    usage: '--shop <id> [--json]',
    summary,
    options: textOptions('shop'),
    required: ['shop'],
    async run(call) {
      const { shops } = await call.session.administration();
      const id = required(call.values, 'shop');
      const shop = granted(await shops.setDisabled({ id, disabled, actor: ACTOR }));
      return sayShop(call, shop, disabled ? 'takes no new payments' : 'takes payments');
    },
  };
}

function sayShop(call: CommandCall, shop: Shop, what: string): number {
  return say(call, { json: toShopView(shop, formatDuration), text: `Shop ${shop.id} ("${shop.name}") ${what}.` });
}

function livemodeOf(values: CommandCall['values']): boolean {
  const mode = required(values, 'mode');
  if (mode === 'live' || mode === 'test') return mode === 'live';
  throw new UsageError(`--mode is test or live, not ${mode}.`);
}

/** Null for the product's own. */
function refundLimitOf(values: CommandCall['values']): { refundApprovalAboveMinor?: bigint | null } {
  const text = optional(values, LIMIT_OPTION);
  if (text === undefined) return {};
  return { refundApprovalAboveMinor: text === 'default' ? null : amountOrNone(`--${LIMIT_OPTION}`, text) };
}
