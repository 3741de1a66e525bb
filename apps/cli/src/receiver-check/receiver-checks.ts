import { randomBytes } from 'node:crypto';
import type { ProbeEvent } from './probe-events.js';
import { isAcknowledged, type ReceiverDesk, type Signing } from './receiver-desk.js';
import type { LineAnswer } from './receiver-line.js';

/** What one check found about answers: null when they were right, else a sentence with the mend. */
export type AnswerProblem = string | null;

export interface ReceiverCheck {
  readonly name: string;
  /** What is tried, as a sentence about the receiver. */
  readonly title: string;
  /** What is wrong with a receiver that ships for it wrongly. */
  readonly shipping: string;
  /** Sends, and notes in `desk.expected` which orders must be shipped how often. */
  run(desk: ReceiverDesk): Promise<AnswerProblem>;
}

const TEN_MINUTES_S = 600;
const DUPLICATES = 3;
const AT_ONCE = 8;
/** From before the receiver has read the message to after it has most likely stored it. */
const CUTS_MS = [0, 2, 10, 40] as const;

/** In the order in which they run. The first one says whether there is a receiver at all. */
export const RECEIVER_CHECKS: readonly ReceiverCheck[] = [
  {
    name: 'signed',
    title: 'takes a signed event and ships',
    shipping: 'order.paid means ship',
    run: async (desk) => acknowledged(await desk.send(paid(desk, 1)), 'a correctly signed order.paid'),
  },
  {
    name: 'raw-body',
    title: 'verifies the bytes that arrived',
    shipping: 'order.paid means ship',
    run: async (desk) => {
      const event = paid(desk, 1);
      // The same JSON in another spelling: who parses and serialises it before verifying has other bytes.
      const spelt = event.body.replace('"type":', ' "type" : ').replaceAll('ñ', '\\u00f1');
      return acknowledged(
        await desk.send({ ...event, body: spelt }),
        'an event with unusual blanks: verify the raw body, before anything parses it',
      );
    },
  },
  {
    name: 'rotation',
    title: 'accepts one good signature among several',
    shipping: 'order.paid means ship',
    run: async (desk) =>
      acknowledged(
        await desk.send(paid(desk, 1), { signature: (good) => `v1a,${other()} v1,${other()} ${good}` }),
        'a message with three signatures, as while a secret rotates: compare each, and pass over versions you do not know',
      ),
  },
  {
    name: 'unknown-members',
    title: 'passes over members that it does not know',
    shipping: 'order.paid means ship',
    run: async (desk) =>
      acknowledged(
        await desk.send(paid(desk, 1, { newMember: { of: 'a later version' } })),
        'an event with one more member: newer versions have more',
      ),
  },
  {
    name: 'unknown-type',
    title: 'takes types that it does not know, and does nothing',
    shipping: 'only order.paid means ship',
    run: async (desk) =>
      acknowledged(
        await desk.send(noted(desk, desk.events.event('order.unheard_of'), 0)),
        'a type that it does not know: it would come again for days; answer 2xx and do nothing',
      ),
  },
  {
    name: 'test-event',
    title: 'takes the test event',
    shipping: '',
    run: async (desk) =>
      acknowledged(await desk.send(desk.events.event('endpoint.test')), 'endpoint.test, which is about no order'),
  },
  {
    name: 'review',
    title: 'does not ship for money that is to be judged',
    shipping: 'the state of the payment is not what says ship: only the type order.paid does',
    run: async (desk) =>
      acknowledged(
        await desk.send(noted(desk, desk.events.event('order.review_required'), 0)),
        'order.review_required',
      ),
  },
  {
    name: 'duplicate',
    title: 'acknowledges a duplicate and ships once',
    shipping: 'keep the id of each event you took, and pass over one you know',
    run: async (desk) => {
      const event = paid(desk, 1);
      const problems: AnswerProblem[] = [];
      for (let count = 0; count < DUPLICATES; count += 1)
        problems.push(
          acknowledged(await desk.send(event), `delivery ${count + 1} of the same event: a duplicate is no error`),
        );
      return firstOf(problems);
    },
  },
  {
    name: 'concurrent-duplicates',
    title: 'ships once when duplicates come at the same moment',
    shipping:
      'looking whether the id is known and storing it must be one step: a unique key, in the transaction that ships',
    run: async (desk) => {
      const event = paid(desk, 1);
      await Promise.all(Array.from({ length: AT_ONCE }, () => desk.send(event)));
      return acknowledged(await desk.deliver(event), `an event that came ${AT_ONCE} times at once, and then again`);
    },
  },
  {
    name: 'reordered',
    title: 'ships when events come in another order',
    shipping: 'order.paid may overtake what only informs: ship when it comes, and only then',
    run: async (desk) => {
      const event = paid(desk, 1);
      const pending = desk.events.event('order.pending', { orderId: event.orderId, sequence: 1 });
      const first = acknowledged(await desk.send(event), 'order.paid before order.pending');
      return first ?? acknowledged(await desk.send(pending), 'order.pending after order.paid');
    },
  },
  {
    name: 'cut',
    title: 'ships once when the line is cut while it works',
    shipping:
      'what it did before the line broke must count when the event comes again: store id and shipment in one transaction',
    run: async (desk) => {
      const problems: AnswerProblem[] = [];
      for (const ms of CUTS_MS) {
        const event = paid(desk, 1);
        await desk.cut(event, ms);
        problems.push(
          acknowledged(await desk.deliver(event), `an event whose line was cut after ${ms} ms, sent again`),
        );
      }
      return firstOf(problems);
    },
  },
  forged('stale', 'refuses a message of ten minutes ago', 'check webhook-timestamp: five minutes are allowed', {
    skewSeconds: -TEN_MINUTES_S,
  }),
  forged('ahead', 'refuses a message from the future', 'check webhook-timestamp to both sides', {
    skewSeconds: TEN_MINUTES_S,
  }),
  forged('wrong-secret', 'refuses what another secret signed', 'verify the signature before anything else', {
    secret: `whsec_${randomBytes(24).toString('base64')}`,
  }),
  forged('unsigned', 'refuses what nobody signed', 'a message without webhook-signature is no message of Chasqui', {
    signature: () => null,
  }),
  {
    name: 'tampered',
    title: 'refuses a body that was changed',
    shipping: 'the signature covers id, timestamp and the whole body',
    run: async (desk) => {
      const event = noted(desk, desk.events.event('order.paid'), 0);
      const wanted = desk.events.order();
      desk.expected.set(wanted, 0);
      return refused(await desk.sendTampered(event, event.body.replaceAll(event.orderId, wanted)), 'a changed body');
    },
  },
];

function forged(name: string, title: string, mend: string, signing: Signing): ReceiverCheck {
  return {
    name,
    title,
    shipping: mend,
    run: async (desk) => refused(await desk.send(noted(desk, desk.events.event('order.paid'), 0), signing), mend),
  };
}

function paid(desk: ReceiverDesk, times: number, more: object = {}): ProbeEvent {
  return noted(desk, desk.events.event('order.paid', { more }), times);
}

function noted(desk: ReceiverDesk, event: ProbeEvent, times: number): ProbeEvent {
  desk.expected.set(event.orderId, times);
  return event;
}

function acknowledged(answer: LineAnswer, what: string): AnswerProblem {
  if (isAcknowledged(answer)) return null;
  return `answered ${said(answer)}, not 2xx, to ${what}`;
}

function refused(answer: LineAnswer, mend: string): AnswerProblem {
  if (answer.status !== null && answer.status >= 400) return null;
  return `answered ${said(answer)}, not 4xx: ${mend}`;
}

function said({ status, error }: LineAnswer): string {
  return status === null ? `nothing (${error ?? 'no reason'})` : String(status);
}

function firstOf(problems: readonly AnswerProblem[]): AnswerProblem {
  return problems.find((problem) => problem !== null) ?? null;
}

/** Of the length of a signature, and none. */
function other(): string {
  return randomBytes(32).toString('base64');
}
