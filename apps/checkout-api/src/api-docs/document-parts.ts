import type { OpenAPIObject } from '@nestjs/swagger';

/** Parts of the description, named. */
export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type Schema = Schemas[string];
export type ObjectSchema = Exclude<Schema, { $ref: string }>;
export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type Response = Exclude<NonNullable<Operation['responses'][string]>, { $ref: string }>;
export type Media = NonNullable<Response['content']>[string];
export type Examples = NonNullable<Media['examples']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

export interface Route {
  readonly path: string;
  readonly method: Method;
}

/** The description with each operation changed. */
export function mapOperations(
  document: OpenAPIObject,
  change: (operation: Operation, route: Route) => Operation,
): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const changed = METHODS.flatMap((method): [Method, Operation][] => {
      const operation = item[method];
      return operation === undefined ? [] : [[method, change(operation, { path, method })]];
    });
    return [path, { ...item, ...Object.fromEntries(changed) }];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

/** An operation with each of its answers changed. */
export function mapResponses(
  operation: Operation,
  change: (response: Response, status: number) => Response,
): Operation {
  const responses = Object.entries(operation.responses).map(([status, response]) => [
    status,
    response === undefined || '$ref' in response ? response : change(response, Number(status)),
  ]);
  return { ...operation, responses: Object.fromEntries(responses) };
}

/** `#/components/schemas/PaymentAnswer` → `PaymentAnswer`; null for a schema that stands in place. */
export function schemaName(schema: Schema | undefined): string | null {
  return schema !== undefined && '$ref' in schema ? (schema.$ref.split('/').at(-1) ?? null) : null;
}
