import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '#payments';
import type { AsyncApiDocument } from '../../apps/checkout-api/src/api-docs/asyncapi.js';
import { Product } from '../flows/product.js';
import { eventsPage } from './events-page.js';

const DOCS = resolve(import.meta.dirname, '../../docs');
const PAGE = resolve(DOCS, 'events.md');
const COMMITTED = resolve(DOCS, 'asyncapi.json');

/** What is said about events beside the API's own description, made from it. */
describe('the documents about events', () => {
  let document: AsyncApiDocument;

  beforeAll(async () => {
    const product = await Product.start({ apps: ['checkout'] });
    try {
      document = (await product.api<AsyncApiDocument>('GET', '/asyncapi.json')).body;
    } finally {
      await product.close();
    }
  });

  it('docs/asyncapi.json is what the API serves: npm run client:generate brings it up to date', async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot(COMMITTED);
  });

  it('docs/events.md has each type with meaning and example: npm run client:generate brings it up to date', async () => {
    const page = readFileSync(PAGE, 'utf8');
    await expect(await eventsPage(page, document)).toMatchFileSnapshot(PAGE);
  });

  it('is valid AsyncAPI 3, as its official schema says, and a broken one is not', () => {
    const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object;
    const validate = validator().compile(schema);
    validate(document);
    expect(validate.errors).toBeNull();
    expect(validate({ ...document, operations: { sendEvent: { action: 'shout' } } })).toBe(false);
  });

  it('points to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    expect(references.length).toBeGreaterThan(30);
    const dead = references.filter(
      (path) =>
        path
          .split('/')
          .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document) === undefined,
    );
    expect(dead).toEqual([]);
  });

  it('has a message for every type, and an example of each that its schema accepts', () => {
    const messages = Object.values(document.components.messages);
    expect(messages.map(({ name }) => name)).toEqual([...EVENT_TYPES, 'endpoint.test']);
    const ajv = validator().addSchema(document, 'events');
    for (const { name, summary, payload, examples } of messages) {
      expect([name, summary.length > 10, examples.length]).toEqual([name, true, 1]);
      const validate = ajv.compile({ $ref: `events${payload.$ref}` });
      validate(examples[0]?.payload);
      expect([name, validate.errors]).toEqual([name, null]);
      expect([name, validate({ ...Object(examples[0]?.payload), type: 'order.lost' })]).toEqual([name, false]);
    }
  });
});

/** Not strict: the document has words of its own beside JSON Schema's. */
function validator(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv;
}
