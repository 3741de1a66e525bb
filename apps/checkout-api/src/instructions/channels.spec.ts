import { describe, expect, it } from 'vitest';
import type { Language } from '../pay-page/language.js';
import { CHANNEL_TEXTS, channelInstructions } from './channel-instructions.js';
import type { Fact } from './channels.js';
import { CHANNEL_KINDS, CHANNELS, SOURCES } from './channels.js';

const languages = Object.keys(CHANNEL_TEXTS) as Language[];
const dated = /^20\d{2}(-(0[1-9]|1[0-2]))?$/;
const code = { number: '213803274', url: 'https://payment.pagoefectivo.pe/A.html', amountMinor: 12990n } as const;
const soft = (text: string | null | undefined): string | undefined => text?.replaceAll('\u00a0', ' ');

describe('the list of channels', () => {
  it('names source and date of every fact', () => {
    for (const { id, listed, currencies, maxAmountMinor, companyCode, feeMinor } of CHANNELS) {
      const facts: (Fact<unknown> | null)[] = [listed, currencies, maxAmountMinor, companyCode, feeMinor];
      for (const fact of facts.filter((known) => known !== null)) {
        expect(Object.keys(SOURCES), id).toContain(fact.source);
        expect(fact.date, id).toMatch(dated);
      }
    }
  });

  it('has each channel once, in the order of kinds', () => {
    const ids = CHANNELS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const kinds = CHANNELS.map(({ kind }) => CHANNEL_KINDS.indexOf(kind));
    expect(kinds).toEqual([...kinds].sort());
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});

describe.each(languages)('the texts of the channels in %s', (language) => {
  const texts = CHANNEL_TEXTS[language];

  it('say when they were reviewed against what', () => {
    expect(texts.review.on).toMatch(/^20\d{2}-\d{2}-\d{2}$/);
    for (const source of texts.review.sources) expect(Object.keys(SOURCES)).toContain(source);
  });

  it('tell of a fee at exactly the channels that have been seen to charge one', () => {
    const charging = CHANNELS.filter(({ feeMinor }) => feeMinor !== null).map(({ id }) => id);
    expect(Object.keys(texts.feeNotes).sort()).toEqual(charging.sort());
  });

  it.each(['PEN', 'USD'] as const)('leave no place open, whatever the amount, in %s', (currency) => {
    const everything = Object.fromEntries(CHANNELS.map(({ id }) => [id, { offered: true }]));
    for (const amountMinor of [1n, 12990n, 9_999_999n]) {
      for (const url of [code.url, null]) {
        const channels = channelInstructions(
          { ...code, url, amountMinor, currency },
          { language, settings: everything },
        );
        expect(channels).toHaveLength(CHANNELS.length);
        for (const { steps, sayAtTheCounter, note, unavailable } of channels) {
          const all = [...steps, sayAtTheCounter ?? '.', note ?? '.', `${unavailable?.sentence ?? ''}.`];
          for (const text of all) expect(text).toMatch(/^[^{}]*[.:]$/);
          expect(steps.length).toBeGreaterThanOrEqual(3);
        }
      }
    }
  });
});

describe('how to pay', () => {
  const of = (id: string, language: Language, amountMinor = 12990n) =>
    channelInstructions({ ...code, amountMinor, currency: 'PEN' }, { language, settings: {} }).find(
      (channel) => channel.id === id,
    );

  it('at an agent says what to say, with the company’s code where there is one', () => {
    const bcp = of('bcp-agent', 'en');
    expect(soft(bcp?.sayAtTheCounter)).toBe(
      'Quiero pagar a PagoEfectivo, código de empresa 02186. Mi código CIP es 213 803 274 y son S/ 129.90.',
    );
    expect(soft(bcp?.note)).toContain('S/ 1.00');
    expect(soft(of('tambo', 'es')?.sayAtTheCounter)).toBe(
      'Quiero pagar a PagoEfectivo. Mi código CIP es 213 803 274 y son S/ 129.90.',
    );
    expect(of('yape', 'es')?.sayAtTheCounter).toBeNull();
  });

  it('says in words why a channel cannot take the amount', () => {
    expect(soft(of('disashop', 'es', 40000n)?.unavailable?.sentence)).toBe('Recibe hasta S/ 250.00 por pago');
    expect(soft(of('disashop', 'en', 40000n)?.unavailable?.sentence)).toBe('Takes up to S/ 250.00 per payment');
  });
});
