import type { OpenAPIObject } from '@nestjs/swagger';

type Responses = NonNullable<OpenAPIObject['paths'][string]['get']>['responses'];

const HEADERS = {
  'RateLimit-Limit': 'Requests a minute that the API key may send.',
  'RateLimit-Remaining': 'How many of them are left.',
  'RateLimit-Reset': 'Seconds until the count begins anew.',
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Says of every answer under `/v1` that it may tell how the limit stands; an uncounted one has no such headers. */
export function documentRateLimits(document: OpenAPIObject): OpenAPIObject {
  const components = { ...document.components, headers: { ...document.components?.headers, ...componentHeaders() } };
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => {
      if (!path.startsWith('/v1/')) return [path, item];
      const operations = METHODS.flatMap((method) => {
        const operation = item[method];
        return operation ? [[method, { ...operation, responses: withHeaders(operation.responses) }]] : [];
      });
      return [path, { ...item, ...Object.fromEntries(operations) }];
    }),
  );
  return { ...document, components, paths };
}

function componentHeaders(): Record<string, { description: string; schema: { type: string } }> {
  return Object.fromEntries(
    Object.entries(HEADERS).map(([name, description]) => [name, { description, schema: { type: 'integer' } }]),
  );
}

function withHeaders(responses: Responses): Responses {
  const references = Object.fromEntries(
    Object.keys(HEADERS).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      response === undefined || '$ref' in response
        ? response
        : { ...response, headers: { ...references, ...response.headers } },
    ]),
  );
}
