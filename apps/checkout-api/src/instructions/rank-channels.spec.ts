import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelSetting } from '#payments';
import { CURRENCIES } from '#payments';
import { CHANNEL_KINDS, CHANNELS } from './channels.js';
import { rankChannels } from './rank-channels.js';

const setting: fc.Arbitrary<ChannelSetting> = fc.record(
  { offered: fc.boolean(), maxAmountMinor: fc.option(fc.bigInt(1n, 500_000n)) },
  { requiredKeys: [] },
);
const input = fc.record({
  channels: fc.shuffledSubarray([...CHANNELS]),
  settings: fc.dictionary(fc.constantFrom(...CHANNELS.map(({ id }) => id), 'unknown'), setting, {
    noNullPrototype: true,
  }),
  amountMinor: fc.bigInt(1n, 600_000n),
  currency: fc.constantFrom(...CURRENCIES),
  hasLink: fc.boolean(),
});

const of = (change: Partial<Parameters<typeof rankChannels>[0]> = {}) =>
  rankChannels({ channels: CHANNELS, settings: {}, amountMinor: 12990n, currency: 'PEN', hasLink: true, ...change });
const ids = (ranked: ReturnType<typeof rankChannels>): string[] => ranked.map(({ channel }) => channel.id);

describe('the channels of a payment', () => {
  it('never hold one that the account hides, and hold every other of the currency', () => {
    fc.assert(
      fc.property(input, (given) => {
        const shown = new Set(ids(rankChannels(given)));
        for (const { id, currencies } of given.channels) {
          const offered = given.settings[id]?.offered ?? currencies.value.includes(given.currency);
          expect(shown.has(id)).toBe(offered);
        }
      }),
    );
  });

  it('have those that cannot be used last, and are sorted by kind and then as listed', () => {
    fc.assert(
      fc.property(input, (given) => {
        const ranked = rankChannels(given);
        const places = ranked.map(({ channel, reason }) => [
          reason === null ? 0 : 1,
          CHANNEL_KINDS.indexOf(channel.kind),
          given.channels.indexOf(channel),
        ]);
        expect(places).toEqual(
          [...places].sort(([a = 0, b = 0, c = 0], [x = 0, y = 0, z = 0]) => a - x || b - y || c - z),
        );
      }),
    );
  });

  it('are above their maximum exactly when the amount is, whoever set it', () => {
    fc.assert(
      fc.property(input, (given) => {
        for (const { channel, maxAmountMinor, reason } of rankChannels(given)) {
          const set = given.settings[channel.id]?.maxAmountMinor;
          expect(maxAmountMinor).toBe(
            set === undefined ? (channel.maxAmountMinor?.value[given.currency] ?? null) : set,
          );
          expect(reason === 'above_maximum').toBe(maxAmountMinor !== null && given.amountMinor > maxAmountMinor);
        }
      }),
    );
  });

  it('include Disashop up to its limit and not a céntimo beyond, unless the account lifts it', () => {
    const disashop = (change: Partial<Parameters<typeof rankChannels>[0]>) =>
      of(change).find(({ channel }) => channel.id === 'disashop');
    expect(disashop({ amountMinor: 25000n })?.reason).toBeNull();
    expect(disashop({ amountMinor: 25001n })?.reason).toBe('above_maximum');
    expect(disashop({ amountMinor: 25001n, settings: { disashop: { maxAmountMinor: null } } })?.reason).toBeNull();
    expect(ids(of({ amountMinor: 25001n })).at(-1)).toBe('disashop');
  });

  it('in dollars are banks, and what the account says it has', () => {
    expect(new Set(of({ currency: 'USD' }).map(({ channel }) => channel.kind))).toEqual(new Set(['bank']));
    expect(ids(of({ currency: 'USD', settings: { kasnet: { offered: true } } }))).toContain('kasnet');
  });

  it('have no wallet to use without PagoEfectivo’s page', () => {
    const wallets = of({ hasLink: false }).filter(({ channel }) => channel.kind === 'wallet');
    expect(wallets.length).toBeGreaterThan(0);
    expect(new Set(wallets.map(({ reason }) => reason))).toEqual(new Set(['no_link']));
  });
});
