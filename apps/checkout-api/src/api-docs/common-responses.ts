import type { OpenAPIObject } from '@nestjs/swagger';
import type { Operation, Response } from './document-parts.js';
import { mapOperations, mapResponses, schemaName } from './document-parts.js';

type Headers = NonNullable<Response['headers']>;

const REQUEST_ID: Headers = {
  'X-Request-Id': {
    description: 'Yours, or a new one: it names the request in our log.',
    required: true,
    schema: { type: 'string' },
    example: '6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11',
  },
};

/** The end of a request is kept under its key, so that a refusal can be a repeated answer too. */
const REPLAYED: Headers = {
  'Idempotency-Replayed': {
    description: '`true` when this is the stored answer of an earlier request with the key.',
    schema: { type: 'string', enum: ['true'] },
  },
};
const KEPT_REFUSALS = [409, 422, 502];

const LOCATION: Headers = {
  Location: { description: 'Where to go instead.', required: true, schema: { type: 'string' } },
};

const SENTENCES: Record<string, string> = {
  PaymentAnswer: 'The payment as it is now.',
  PaymentPageAnswer: 'One page of payments.',
  TimelineAnswer: 'What happened.',
  CaseAnswer: 'The case as it is now.',
  CasePageAnswer: 'One page of cases.',
  EventAnswer: 'The event, as endpoints were sent it.',
  EventPageAnswer: 'One page of the feed.',
  EndpointAnswer: 'The endpoint as it is now.',
  EndpointListAnswer: 'All endpoints.',
  EndpointTestAnswer: 'What came of the message.',
  DeliveryAnswer: 'The delivery as it is now.',
  DeliveryPageAnswer: 'One page of deliveries.',
  StockHoldPageAnswer: 'One page of holds.',
  PayPageStatusAnswer: 'What the page shows.',
};

const PAGE = {
  'text/html': { schema: { type: 'string' }, example: '<!doctype html><html lang="es-PE">…</html>' },
} as const;

/** What answers have in common, whichever route gives them: the request id, a sentence, the refusals of keys and pages. */
export function withCommonResponses(document: OpenAPIObject): OpenAPIObject {
  return mapOperations(document, (operation) => {
    const hasKey = isKeyed(operation);
    return mapResponses(withBrokenPage(operation), (response, status) => ({
      ...response,
      description: response.description || sentenceOf(response),
      headers: {
        ...response.headers,
        ...(hasKey && KEPT_REFUSALS.includes(status) ? REPLAYED : {}),
        ...(status >= 300 && status < 400 ? LOCATION : {}),
        ...REQUEST_ID,
      },
    }));
  });
}

function isKeyed({ parameters = [] }: Operation): boolean {
  return parameters.some((parameter) => 'name' in parameter && parameter.name === 'Idempotency-Key');
}

/** A page is shown to a person whatever happens: also when it cannot be made. */
function withBrokenPage(operation: Operation): Operation {
  const shown = operation.responses['200'];
  if (shown === undefined || '$ref' in shown || shown.content?.['text/html'] === undefined) return operation;
  const broken: Response = { description: 'The page could not be made; it says so in words.', content: PAGE };
  const pages = mapResponses(operation, (response) =>
    response.content?.['text/html'] === undefined
      ? response
      : { ...response, content: { ...response.content, ...PAGE } },
  );
  return { ...pages, responses: { '500': broken, ...pages.responses } };
}

function sentenceOf(response: Response): string {
  const [media] = Object.values(response.content ?? {});
  return SENTENCES[schemaName(media?.schema) ?? ''] ?? 'Done.';
}
