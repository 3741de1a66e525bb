import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DocumentBuilder, getSchemaPath, SwaggerModule } from '@nestjs/swagger';
import { EventAnswer } from '../events/event.answer.js';
import { withClosedSchemas } from './closed-schemas.js';
import { withCommonResponses } from './common-responses.js';
import { withEventSchemas } from './event-schemas.js';
import { withProblemResponses } from './problem-responses.js';
import { withExamples } from './with-examples.js';

const DESCRIPTION = `
Take PagoEfectivo payments: open a payment for an order, send the shopper to its page, ship when \`order.paid\` arrives.

**Money** is a decimal string with two decimals. **Instants** are ISO 8601 with an offset, in answers that of Peru.
**Lists** have \`data\` and \`nextCursor\`; cursors are opaque. **Errors** are \`application/problem+json\` (RFC 9457):
branch on \`code\`, show \`detail\` to a person. **Test and live** never meet: an API key sees the payments of its mode.

**Repeating** \`POST /v1/payments\` is always safe with the same \`Idempotency-Key\`: it repeats the stored answer, resumes
what was interrupted, and never asks for a second code while the first may still be answered.
`.trim();

/** The API's description, made from the controllers that serve it. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Chasqui Checkout API')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'API key of a shop: `ck_test_…` or `ck_live_…`.' })
    .addTag('Payments', 'From order to payment code, and what became of it.')
    .addTag('Cases', 'Money that a person or a policy must judge.')
    .addTag('Events', 'What happened, in order, to be read at your own pace.')
    .addTag('Webhooks', 'The same, sent to you and signed.')
    .addTag('Stock', 'What open and paid payments hold.')
    .addTag('Payment page', "The shopper's side: no API key.")
    .build();
  const document = SwaggerModule.createDocument(app, { ...config, webhooks: WEBHOOKS }, { extraModels: [EventAnswer] });
  return [withEventSchemas, withProblemResponses, withCommonResponses, withClosedSchemas, withExamples].reduce(
    (described, step) => step(described),
    document,
  );
}

const WEBHOOKS: NonNullable<OpenAPIObject['webhooks']> = {
  event: {
    post: {
      operationId: 'receiveEvent',
      summary: 'An event, as your endpoint receives it',
      description:
        'Delivered at least once, always with the same id, in order per payment, with Standard Webhooks headers. Answer 2xx within 10 s.',
      tags: ['Webhooks'],
      parameters: [
        header('webhook-id', 'The id of the event: act on it once.'),
        header('webhook-timestamp', 'Unix seconds of the sending: refuse what is more than five minutes old.'),
        header('webhook-signature', '`v1,<base64>`; several, with blanks between them, while a rotation overlaps.'),
      ],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: getSchemaPath('WebhookMessage') } } },
      },
      responses: { '200': { description: 'Taken. Any 2xx will do.' } },
    },
  },
};

function header(
  name: string,
  description: string,
): { name: string; in: 'header'; required: true; description: string; schema: { type: 'string' } } {
  return { name, in: 'header', required: true, description, schema: { type: 'string' } };
}
