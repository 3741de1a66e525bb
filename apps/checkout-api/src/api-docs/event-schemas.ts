import type { OpenAPIObject } from '@nestjs/swagger';
import { getSchemaPath } from '@nestjs/swagger';
import { EVENT_TYPES } from '#payments';
import type { EventType } from '#payments';
import { EventAnswer } from '../events/event.answer.js';
import type { ObjectSchema, Schemas } from './document-parts.js';

/** What each type says to whoever receives it. A record, so that a type without a sentence does not compile. */
const MEANINGS: Record<EventType, string> = {
  'order.pending': 'The shopper has a code to pay with. Informational.',
  'order.expiring_soon': 'The deadline is near and nothing was paid: remind the shopper. Informational.',
  'order.paid': 'Ship. Created at most once per order in its life, delivered at least once with the same id.',
  'order.expired': 'Not paid in time, and the code can no longer be paid: the stock is released.',
  'order.cancelled': 'Cancelled, and the code can no longer be paid: the stock is released.',
  'order.failed': 'No code could be had: the stock is released.',
  'order.review_required': 'Money that a person or a policy must judge; `data.case` says why. Do not ship for it.',
  'order.review_resolved': 'The case was resolved; `data.case.resolution` says how.',
  'order.refunded': 'A refund is with the shopper; `data.refund` says how much, and whether something of it is left.',
  'order.reversed': 'The money was taken back by PagoEfectivo: stop the shipment if it is still possible.',
};

/** Types that always carry the case they are about. */
const WITH_CASE: readonly EventType[] = ['order.review_required', 'order.review_resolved'];

/**
 * `EventAnswer` as one schema per type, told apart by `type`, and `WebhookMessage` with the test message beside them,
 * so that generated clients get a union to switch over.
 */
export function withEventSchemas(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas ?? {};
  const common = objectSchema(schemas, EventAnswer.name);
  const data = objectSchema(schemas, 'EventDataAnswer');
  const { case: reviewCase, refund, ...plainData } = data.properties ?? {};
  if (reviewCase === undefined || refund === undefined) throw new Error('EventDataAnswer has lost its case or refund');
  const events = EVENT_TYPES.map((type) => [nameOf(type), eventSchema(type, common)] as const);
  return {
    ...document,
    components: {
      ...document.components,
      schemas: {
        ...schemas,
        EventDataAnswer: { ...data, properties: plainData },
        ReviewEventDataAnswer: {
          ...data,
          properties: { ...plainData, case: reviewCase },
          required: [...(data.required ?? []), 'case'],
        },
        RefundEventDataAnswer: {
          ...data,
          properties: { ...plainData, refund },
          required: [...(data.required ?? []), 'refund'],
        },
        ...Object.fromEntries(events),
        EventAnswer: oneOf(EVENT_TYPES.map((type) => [type, nameOf(type)])),
        EndpointTestEvent: TEST_EVENT,
        WebhookMessage: oneOf([
          ...EVENT_TYPES.map((type): [string, string] => [type, nameOf(type)]),
          ['endpoint.test', 'EndpointTestEvent'],
        ]),
      },
    },
  };
}

/** `order.review_required` → `OrderReviewRequiredEvent`. */
function nameOf(type: EventType): string {
  const words = type.split(/[._]/).map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join('')}Event`;
}

function eventSchema(type: EventType, common: ObjectSchema): ObjectSchema {
  const data = WITH_CASE.includes(type)
    ? 'ReviewEventDataAnswer'
    : type === 'order.refunded'
      ? 'RefundEventDataAnswer'
      : 'EventDataAnswer';
  return {
    ...common,
    description: MEANINGS[type],
    properties: {
      ...common.properties,
      type: { type: 'string', enum: [type] },
      data: { $ref: getSchemaPath(data) },
    },
  };
}

function oneOf(entries: readonly (readonly [type: string, schema: string])[]): ObjectSchema {
  const references = entries.map(([type, schema]) => [type, getSchemaPath(schema)] as const);
  return {
    oneOf: references.map(([, $ref]) => ({ $ref })),
    discriminator: { propertyName: 'type', mapping: Object.fromEntries(references) },
  };
}

function objectSchema(schemas: Schemas, name: string): ObjectSchema {
  const schema = schemas[name];
  if (schema === undefined || '$ref' in schema) throw new Error(`the document has no schema ${name}`);
  return schema;
}

/** What `POST …/test` sends: about no order, so without payment and sequence. */
const TEST_EVENT: ObjectSchema = {
  type: 'object',
  description: 'Sent by `POST /v1/webhook-endpoints/{id}/test` alone: answer 2xx and do nothing.',
  properties: {
    id: { type: 'string', example: 'evt_06c9x2v4k8m0q1r3s5t7w9y0z2' },
    type: { type: 'string', enum: ['endpoint.test'] },
    timestamp: { type: 'string', format: 'date-time', example: '2026-11-23T18:30:00-05:00' },
    livemode: { type: 'boolean', example: false },
    data: {
      type: 'object',
      properties: { endpointId: { type: 'string', example: 'we_06c9x2v4k8m0q1r3s5t7w9y0z2' } },
      required: ['endpointId'],
    },
  },
  required: ['id', 'type', 'timestamp', 'livemode', 'data'],
};
