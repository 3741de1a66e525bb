import type { OpenAPIObject } from '@nestjs/swagger';
import { mapOperations, mapResponses } from '../api-docs/document-parts.js';

const HEADERS = {
  'RateLimit-Limit': 'Requests a minute that the API key, or without one the address, may send.',
  'RateLimit-Remaining': 'How many of them are left.',
  'RateLimit-Reset': 'Seconds until the count begins anew.',
};

/** Says of every answer that it may tell how the limit stands; an uncounted one has no such headers. */
export function documentRateLimits(document: OpenAPIObject): OpenAPIObject {
  const components = { ...document.components, headers: { ...document.components?.headers, ...componentHeaders() } };
  const references = Object.fromEntries(
    Object.keys(HEADERS).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
  const limited = mapOperations(document, (operation) =>
    mapResponses(operation, (response) => ({ ...response, headers: { ...references, ...response.headers } })),
  );
  return { ...limited, components };
}

function componentHeaders(): Record<string, { description: string; schema: { type: string } }> {
  return Object.fromEntries(
    Object.entries(HEADERS).map(([name, description]) => [name, { description, schema: { type: 'integer' } }]),
  );
}
