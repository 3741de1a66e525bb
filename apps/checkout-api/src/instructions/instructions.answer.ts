import { ApiProperty } from '@nestjs/swagger';
import type { FoundPayment, PaymentState, ShopOffer } from '#payments';
import { CURRENCIES, formatAmount, limaInstant, PAYMENT_STATES } from '#payments';
import type { Language } from '../pay-page/language.js';
import { amountInWords, instantInWords } from '../pay-page/lima-words.js';
import { payableCip } from '../pay-page/pay-page.state.js';
import { isWebUrl } from '../requests/field.rules.js';
import type { ChannelInstructions } from './channel-instructions.js';
import { channelInstructions } from './channel-instructions.js';
import { CHANNEL_KINDS } from './channels.js';
import type { ChannelKind } from './channels.js';
import type { UnavailableReason } from './rank-channels.js';

const REASONS: Record<UnavailableReason, true> = { above_maximum: true, no_link: true };

export class ChannelAnswer {
  @ApiProperty({ example: 'bcp-agent', description: 'Stable.' })
  id: string;

  @ApiProperty({ enum: CHANNEL_KINDS })
  kind: ChannelKind;

  @ApiProperty({ example: 'Agente BCP' })
  name: string;

  @ApiProperty({ example: true, description: 'Whether this payment can be made there.' })
  available: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: "The most that one payment may be there; null where only PagoEfectivo's own limit holds.",
  })
  maxAmount: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Why it is not available, for the shopper.',
  })
  reason: string | null;

  @ApiProperty({ type: String, nullable: true, enum: [...Object.keys(REASONS), null], example: null })
  reasonCode: UnavailableReason | null;

  @ApiProperty({
    type: [String],
    example: ['Acércate a Agente BCP con S/ 129.90 y este código.', 'Pide pagar a PagoEfectivo y dicta tu código CIP.'],
  })
  steps: readonly string[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Quiero pagar a PagoEfectivo, código de empresa 02186. Mi código CIP es 213 803 274 y son S/ 129.90.',
    description: 'Spanish in every language: the cashier hears it. Null where there is no counter.',
  })
  sayAtTheCounter: string | null;

  @ApiProperty({ type: String, nullable: true, example: '02186', description: 'What a cashier types.' })
  companyCode: string | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'What the place may charge on top.' })
  note: string | null;
}

/** How one payment can be made, for a storefront with a page of its own (requirement R13). */
export class InstructionsAnswer {
  @ApiProperty({ enum: ['payment_instructions'] })
  object: 'payment_instructions';

  @ApiProperty({ example: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  paymentId: string;

  @ApiProperty({ enum: PAYMENT_STATES })
  state: PaymentState;

  @ApiProperty({ enum: ['es', 'en'] })
  language: Language;

  @ApiProperty({ example: '129.90' })
  amount: string;

  @ApiProperty({ enum: CURRENCIES })
  currency: string;

  @ApiProperty({ example: 'S/ 129.90' })
  amountText: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '213803274',
    description: 'Only while it may be paid with: otherwise null, with no channels.',
  })
  cip: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'https://payment.pagoefectivo.pe/AB803C1C.html',
    description: "PagoEfectivo's own page, where wallets find their QR code. Always show a link to it.",
  })
  cipUrl: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-23T18:30:00-05:00' })
  expiresAt: string;

  @ApiProperty({ example: 'las 6:30 p. m. del lunes 23 de noviembre', description: 'In Peru time.' })
  expiresAtText: string;

  @ApiProperty({ type: [ChannelAnswer], description: 'Best first; those that cannot take this payment last.' })
  channels: ChannelAnswer[];
}

export function toInstructions(
  { payment }: FoundPayment,
  context: { language: Language; now: Date; offer: ShopOffer },
): InstructionsAnswer {
  const { language, now, offer } = context;
  const { amountMinor, currency } = payment;
  const cip = payableCip(payment, now);
  const url = cip && isWebUrl(cip.url) ? cip.url : null;
  const channels =
    cip === null
      ? []
      : channelInstructions({ number: cip.number, url, amountMinor, currency }, { language, settings: offer.channels });
  return {
    object: 'payment_instructions',
    paymentId: payment.id,
    state: payment.state,
    language,
    amount: formatAmount(amountMinor),
    currency,
    amountText: soft(amountInWords(amountMinor, currency)),
    cip: cip?.number ?? null,
    cipUrl: url,
    expiresAt: limaInstant(payment.expiresAt),
    expiresAtText: soft(instantInWords(payment.expiresAt, language)),
    channels: channels.map(toChannelAnswer),
  };
}

function toChannelAnswer(channel: ChannelInstructions): ChannelAnswer {
  const { id, kind, name, maxAmountMinor, unavailable, steps, sayAtTheCounter, companyCode, note } = channel;
  return {
    id,
    kind,
    name,
    available: unavailable === null,
    maxAmount: maxAmountMinor === null ? null : formatAmount(maxAmountMinor),
    reason: unavailable && soft(unavailable.sentence),
    reasonCode: unavailable && unavailable.code,
    steps: steps.map(soft),
    sayAtTheCounter: sayAtTheCounter && soft(sayAtTheCounter),
    companyCode,
    note: note && soft(note),
  };
}

/** Hard blanks are for a page; who reads JSON compares with ordinary ones. */
function soft(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
