import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** An answer of the checkout API as it left. */
export interface SeenAnswer {
  readonly method: string;
  /** As the description writes it, `/v1/payments/{id}`, or the path that was asked for. */
  readonly route: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HeaderDescription {
  readonly required?: boolean;
  readonly schema?: object;
  /** It stands in `components`. */
  readonly $ref?: string;
}

export interface MediaDescription {
  readonly schema?: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface ResponseDescription {
  readonly description: string;
  readonly headers?: Readonly<Record<string, HeaderDescription>>;
  readonly content?: Readonly<Record<string, MediaDescription>>;
}

export interface OperationDescription {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly description?: string;
    readonly schema?: object;
    readonly example?: unknown;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaDescription>> };
  readonly responses: Readonly<Record<string, ResponseDescription>>;
}

type PathDescription = Readonly<Record<string, OperationDescription>>;

/** A type, so that it may stand where any object may. */
export type ApiDescription = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, PathDescription>>;
  readonly webhooks: Readonly<Record<string, PathDescription>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

/** The description that packages/client is made from; a spec holds it to what the API serves. */
export function committedDescription(): ApiDescription {
  const file = resolve(import.meta.dirname, '../../packages/client/openapi.json');
  return JSON.parse(readFileSync(file, 'utf8')) as ApiDescription;
}

interface NamedHeader {
  readonly name: string;
  readonly header: HeaderDescription;
}

/** Headers that mean something to a caller: one that is sent must be described. */
const TELLING_HEADERS = /^(location|retry-after|www-authenticate|idempotency-.+|ratelimit.*)$/;
/** More would bury the first. */
const MAX_ERRORS = 6;

/** The checkout API's description as a judge of answers. */
export class ApiContract {
  private readonly ajv: Ajv2020;
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly description: ApiDescription) {
    // Not strict: the description has OpenAPI's own words beside JSON Schema's.
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(this.ajv);
    this.ajv.addSchema(description, 'api');
  }

  /** Everything in which an answer is not as described; empty when it is. */
  differences(seen: SeenAnswer): string[] {
    const answer = { ...seen, route: this.routeOf(seen.route) };
    const operation = this.description.paths[answer.route]?.[answer.method.toLowerCase()];
    if (operation === undefined) return ['the route is not described'];
    const response = operation.responses[String(answer.status)];
    if (response === undefined) {
      const known = Object.keys(operation.responses).join(', ');
      return [`the status is not described, only ${known} are; the body is ${answer.body.slice(0, 200)}`];
    }
    return [...this.headerDifferences(answer, response), ...this.bodyDifferences(answer, response)];
  }

  private routeOf(path: string): string {
    if (path in this.description.paths) return path;
    const segments = path.split('/');
    const match = Object.keys(this.description.paths).find((route) => {
      const parts = route.split('/');
      return (
        parts.length === segments.length &&
        parts.every((part, index) => part.startsWith('{') || part === segments[index])
      );
    });
    return match ?? path;
  }

  /** In which ways a value is none of the schema at this JSON pointer of the description; empty when it is one. */
  schemaDifferences(pointer: readonly string[], value: unknown): string[] {
    const path = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const validate = this.validators.get(path) ?? this.ajv.compile({ $ref: `api#/${path}` });
    this.validators.set(path, validate);
    if (validate(value)) return [];
    const errors = (validate.errors ?? []).map(({ instancePath, message = '', params }) => {
      const { additionalProperty }: { additionalProperty?: string } = params;
      const name = additionalProperty === undefined ? '' : `: ${additionalProperty}`;
      return `${instancePath === '' ? 'it' : instancePath} ${message}${name}`;
    });
    return [...new Set(errors)].slice(0, MAX_ERRORS);
  }

  private headerDifferences(answer: SeenAnswer, response: ResponseDescription): string[] {
    const described = new Map(
      Object.entries(response.headers ?? {}).map(([name, header]) => [name.toLowerCase(), { name, header }]),
    );
    const missing = [...described].flatMap(([key, { name, header }]) =>
      header.required === true && answer.headers[key] === undefined ? [`the header ${name} is missing`] : [],
    );
    const strange = Object.keys(answer.headers).flatMap((name) =>
      TELLING_HEADERS.test(name) && !described.has(name) ? [`the header ${name} is not described`] : [],
    );
    const wrong = [...described].flatMap(([key, named]) => {
      const value = answer.headers[key];
      return value === undefined ? [] : this.headerValueDifferences(answer, named, value);
    });
    return [...missing, ...strange, ...wrong];
  }

  private headerValueDifferences(answer: SeenAnswer, named: NamedHeader, text: string): string[] {
    const { name, header } = named;
    const place = header.$ref?.split('/').slice(1) ?? [...pointerOf(answer), 'headers', name];
    const pointer = [...place, 'schema'];
    const value = /^\d+$/.test(text) ? Number(text) : text;
    const differences = this.schemaDifferences(pointer, value);
    return differences.length === 0 || this.schemaDifferences(pointer, text).length === 0
      ? []
      : differences.map((difference) => `the header ${name}, ${text}: ${difference}`);
  }

  private bodyDifferences(answer: SeenAnswer, response: ResponseDescription): string[] {
    const [mediaType = ''] = (answer.headers['content-type'] ?? '').split(';');
    if (response.content === undefined) return answer.body === '' ? [] : ['a body is not described'];
    const media = response.content[mediaType];
    if (media === undefined) {
      return [
        `the content type ${mediaType || '(none)'} is not described, only ${Object.keys(response.content).join(', ')}`,
      ];
    }
    if (!/[/+]json$/.test(mediaType)) return [];
    const value: unknown = JSON.parse(answer.body);
    const pointer = [...pointerOf(answer), 'content', mediaType, 'schema'];
    return [...this.schemaDifferences(pointer, value), ...codeDifferences(media, value)];
  }
}

function pointerOf({ route, method, status }: SeenAnswer): string[] {
  return ['paths', route, method.toLowerCase(), 'responses', String(status)];
}

/** Each code that a route answers with has an example under its name. */
function codeDifferences(media: MediaDescription, value: unknown): string[] {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('status' in value)) return [];
  const code = String(value.code);
  return media.examples?.[code] === undefined ? [`the code ${code} is not described for this status`] : [];
}
