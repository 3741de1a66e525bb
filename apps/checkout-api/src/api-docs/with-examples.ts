import type { OpenAPIObject } from '@nestjs/swagger';
import type { Examples, Media, Operation, Schemas } from './document-parts.js';
import { mapOperations, mapResponses } from './document-parts.js';
import { exampleOfSchema } from './example-of-schema.js';
import { ANSWER_EXAMPLES, REQUEST_EXAMPLES } from './operation-examples.js';

/** Every request and answer with an example: a told one where there is one, else one made from the schema's members. */
export function withExamples(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas ?? {};
  const described = mapOperations(document, (operation) => exemplified(operation, schemas));
  const webhooks = Object.entries(document.webhooks ?? {}).map(([name, item]) => [
    name,
    '$ref' in item || item.post === undefined ? item : { ...item, post: exemplified(item.post, schemas) },
  ]);
  return { ...described, webhooks: Object.fromEntries(webhooks) };
}

function exemplified(operation: Operation, schemas: Schemas): Operation {
  const { operationId = '', requestBody } = operation;
  const answered = mapResponses(operation, (response, status) => {
    const told = status < 300 ? ANSWER_EXAMPLES[operationId] : undefined;
    return response.content === undefined
      ? response
      : { ...response, content: withExample(response.content, told, schemas) };
  });
  if (requestBody === undefined || '$ref' in requestBody) return answered;
  const content = withExample(requestBody.content, REQUEST_EXAMPLES[operationId], schemas);
  return { ...answered, requestBody: { ...requestBody, content } };
}

function withExample(
  content: Record<string, Media>,
  told: Examples | undefined,
  schemas: Schemas,
): Record<string, Media> {
  const media = Object.entries(content).map(([type, entry]): [string, Media] => {
    if (entry.examples !== undefined || entry.example !== undefined || entry.schema === undefined) return [type, entry];
    if (told !== undefined) return [type, { ...entry, examples: told }];
    return [type, { ...entry, example: exampleOfSchema(entry.schema, schemas) }];
  });
  return Object.fromEntries(media);
}
