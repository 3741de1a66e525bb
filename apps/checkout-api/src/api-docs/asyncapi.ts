import type { OpenAPIObject } from '@nestjs/swagger';

/** An AsyncAPI 3 document, as far as it is read here. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly info: Readonly<Record<string, unknown>>;
  readonly channels: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly operations: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: {
    readonly messages: Readonly<Record<string, AsyncMessage>>;
    readonly schemas: Readonly<Record<string, unknown>>;
  };
  readonly [more: string]: unknown;
}

export interface AsyncMessage {
  readonly name: string;
  readonly summary: string;
  readonly payload: { readonly $ref: string };
  readonly examples: readonly { readonly name: string; readonly payload: unknown }[];
  readonly [more: string]: unknown;
}

const DESCRIPTION = `
What Chasqui tells ERP and OMS. Each event is delivered to every webhook endpoint of its shop that wants its type (Standard
Webhooks: signed, at least once, always with the same id, in order per payment), and stands in \`GET /v1/events\` for whoever
reads at a pace of their own. Act on an id once; ship on \`order.paid\` and on nothing else.
`.trim();

/**
 * The events as AsyncAPI 3, made from the API's own description: schemas, sentences and examples are the same, so that
 * the two cannot part.
 */
export function asyncApiDocument(api: OpenAPIObject): AsyncApiDocument {
  const received = receivedEvent(api);
  const messages = messagesOf(api, received.examples);
  const references = Object.fromEntries(
    Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
  );
  return {
    asyncapi: '3.0.0',
    info: { title: 'Chasqui events', version: api.info.version, description: DESCRIPTION, license: api.info.license },
    defaultContentType: 'application/json',
    channels: {
      webhook: {
        // Each endpoint has its own.
        address: null,
        title: 'Webhook endpoint',
        description: received.description,
        messages: references,
      },
    },
    operations: {
      sendEvent: {
        action: 'send',
        channel: { $ref: '#/channels/webhook' },
        title: 'An event is delivered',
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
        messages: Object.keys(messages).map((name) => ({ $ref: `#/channels/webhook/messages/${name}` })),
      },
    },
    components: {
      messages,
      schemas: { WebhookHeaders: received.headers, ...reachable(api, messages) },
    },
  };
}

function messagesOf(api: OpenAPIObject, examples: ReadonlyMap<string, unknown>): Record<string, AsyncMessage> {
  const messages = [...examples].map(([type, payload]): [string, AsyncMessage] => {
    const schema = schemaOfType(api, type);
    return [
      schema,
      {
        name: type,
        title: type,
        summary: String(Reflect.get(schemaOf(api, schema), 'description') ?? ''),
        contentType: 'application/json',
        headers: { $ref: '#/components/schemas/WebhookHeaders' },
        payload: { $ref: `#/components/schemas/${schema}` },
        examples: [{ name: type, payload }],
      },
    ];
  });
  return Object.fromEntries(messages);
}

/** What the description says about receiving an event: its headers, and one example of each type. */
function receivedEvent(api: OpenAPIObject): {
  description: string;
  headers: object;
  examples: ReadonlyMap<string, unknown>;
} {
  const item = api.webhooks?.['event'];
  const operation = item === undefined || '$ref' in item ? undefined : item.post;
  const body = operation?.requestBody;
  if (operation === undefined || body === undefined || '$ref' in body)
    throw new Error('the description has no webhook');
  const examples = Object.entries(body.content['application/json']?.examples ?? {}).map(
    ([type, example]): [string, unknown] => [type, '$ref' in example ? undefined : example.value],
  );
  const headers = (operation.parameters ?? []).flatMap((parameter) => ('$ref' in parameter ? [] : [parameter]));
  return {
    description: operation.description ?? '',
    headers: {
      type: 'object',
      properties: Object.fromEntries(
        headers.map(({ name, description }) => [name, { type: 'string', ...(description ? { description } : {}) }]),
      ),
      required: headers.map(({ name }) => name),
    },
    examples: new Map(examples),
  };
}

/** The schema whose `type` is this one. */
function schemaOfType(api: OpenAPIObject, type: string): string {
  const found = Object.entries(api.components?.schemas ?? {}).find(([name, schema]) => {
    if (!name.endsWith('Event') || '$ref' in schema) return false;
    const property = schema.properties?.['type'];
    return property !== undefined && !('$ref' in property) && property.enum?.length === 1 && property.enum[0] === type;
  });
  if (found === undefined) throw new Error(`the description has no schema of ${type}`);
  return found[0];
}

function schemaOf(api: OpenAPIObject, name: string): object {
  const schema = api.components?.schemas?.[name];
  if (schema === undefined) throw new Error(`the description has no schema ${name}`);
  return schema;
}

/** The schemas that messages need, and those that these need. */
function reachable(api: OpenAPIObject, messages: Readonly<Record<string, AsyncMessage>>): Record<string, unknown> {
  const found = new Map<string, unknown>();
  const open = Object.keys(messages);
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    if (found.has(name)) continue;
    const schema = asJsonSchema(schemaOf(api, name));
    found.set(name, schema);
    open.push(
      ...[...JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, other = '']) => other),
    );
  }
  return Object.fromEntries([...found].sort(([one], [other]) => one.localeCompare(other)));
}

/** OpenAPI's `example` is JSON Schema's `examples`; a member that is called so is none. */
function asJsonSchema(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((entry) => asJsonSchema(entry));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (!isMap && key === 'example') return ['examples', [member]];
      return [key, asJsonSchema(member, !isMap && key === 'properties')];
    }),
  );
}
