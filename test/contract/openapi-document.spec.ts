import { resolve } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '#payments';
import { PROBLEMS } from '../../apps/checkout-api/src/problems/problem-catalogue.js';
import { Product } from '../flows/product.js';
import type { ApiDescription, MediaDescription, OperationDescription } from './api-contract.js';
import { ApiContract } from './api-contract.js';

const COMMITTED = resolve(import.meta.dirname, '../../packages/client/openapi.json');

interface Described {
  readonly name: string;
  readonly pointer: readonly string[];
  readonly operation: OperationDescription;
}

/** The whole description, as it is served. Each rule holds for every route, so that a new one cannot be forgotten. */
describe('the OpenAPI document', () => {
  let document: ApiDescription;
  let operations: Described[];

  beforeAll(async () => {
    const product = await Product.start({ apps: ['checkout'] });
    try {
      document = (await product.api<ApiDescription>('GET', '/openapi.json')).body;
    } finally {
      await product.close();
    }
    operations = [...operationsOf(document, 'paths'), ...operationsOf(document, 'webhooks')];
  });

  /** Every body that is sent or answered, with the pointer to its schema. */
  function bodies(): { name: string; pointer: string[]; media: MediaDescription }[] {
    return operations.flatMap(({ name, pointer, operation }) => [
      ...mediaOf(operation.requestBody?.content, [...pointer, 'requestBody'], `${name}, request`),
      ...Object.entries(operation.responses).flatMap(([status, response]) =>
        mediaOf(response.content, [...pointer, 'responses', status], `${name}, ${status}`),
      ),
    ]);
  }

  it('is the one that packages/client was made from: npm run client:generate brings it up to date', async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot(COMMITTED);
  });

  it('is valid OpenAPI 3.1, as an independent validator says', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect([valid, errors]).toEqual([true, undefined]);
    expect(validator.version).toBe('3.1');
    expect(() => validator.resolveRefs()).not.toThrow();
  });

  it('says of every operation what it does, under an id of its own', () => {
    const ids = operations.map(({ operation }) => operation.operationId ?? '');
    expect(new Set(ids).size).toBe(operations.length);
    for (const { name, operation } of operations) {
      expect([name, operation.operationId]).toEqual([name, expect.stringMatching(/^[a-z]\w+$/)]);
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/^\S.{5,}/)]);
      expect([name, operation.tags?.length]).toEqual([name, 1]);
      for (const parameter of operation.parameters ?? []) {
        const { schema = {}, description = '', example } = parameter;
        const isTold = description !== '' || example !== undefined || 'example' in schema || 'enum' in schema;
        expect([name, parameter.name, isTold]).toEqual([name, parameter.name, true]);
      }
    }
  });

  it('has an answer for success and a sentence for every answer', () => {
    for (const { name, operation } of operations) {
      expect([name, Object.keys(operation.responses).some((status) => status.startsWith('2'))]).toEqual([name, true]);
      for (const [status, { description }] of Object.entries(operation.responses)) {
        expect([name, status, description]).toEqual([name, status, expect.stringMatching(/\S/)]);
      }
    }
  });

  it('gives an example of every body, and each is one', () => {
    const contract = new ApiContract(document);
    expect(bodies().length).toBeGreaterThan(100);
    for (const { name, pointer, media } of bodies()) {
      const examples = examplesOf(media);
      expect([name, examples.length > 0]).toEqual([name, true]);
      for (const example of examples) {
        expect([name, contract.schemaDifferences([...pointer, 'schema'], example)]).toEqual([name, []]);
      }
    }
  });

  it('gives examples of members and parameters that are what they exemplify', () => {
    const contract = new ApiContract(document);
    const wrong = nodesOf(document, []).flatMap(({ pointer, node }) => {
      const isSchema = pointer.includes('properties') && 'example' in node;
      return isSchema
        ? contract.schemaDifferences(pointer, node['example']).map((what) => [pointer.join('/'), what])
        : [];
    });
    expect(wrong).toEqual([]);
  });

  it('has one example of every problem code, under its status', () => {
    const documented = new Map<string, Set<number>>();
    for (const { name, media } of bodies()) {
      for (const [code, { value }] of Object.entries(media.examples ?? {})) {
        if (!isProblem(value)) continue;
        expect([name, value.code, value.status]).toEqual([name, code, Number(name.split(', ').at(-1))]);
        documented.set(code, (documented.get(code) ?? new Set()).add(value.status));
      }
    }
    const expected = Object.entries(PROBLEMS).map(([code, { status }]): [string, Set<number>] => [
      code,
      new Set([status]),
    ]);
    expect(documented).toEqual(new Map(expected));
  });

  it('says that every route of a shop needs its key, and what happens without', () => {
    const ofShops = operations.filter(({ name }) => name.includes('/v1/'));
    expect(ofShops.length).toBeGreaterThan(15);
    for (const { name, operation } of ofShops) {
      expect([name, operation.security]).toEqual([name, [{ bearer: [] }]]);
      expect([name, Object.keys(operation.responses)]).toEqual([name, expect.arrayContaining(['401', '500', '503'])]);
      const takesBody = !name.startsWith('get ');
      expect([name, '415' in operation.responses]).toEqual([name, takesBody]);
      if (name.includes('{id}')) expect([name, '404' in operation.responses]).toEqual([name, true]);
    }
  });

  it('describes objects that have no other members', () => {
    const open = nodesOf(document.components.schemas, []).flatMap(({ pointer, node }) =>
      typeof node['properties'] === 'object' && isSchemaNode(pointer) && node['additionalProperties'] !== false
        ? [pointer.join('/')]
        : [],
    );
    expect(open).toEqual([]);
  });

  it('tells each event apart by its type, in the feed and in webhooks', () => {
    const contract = new ApiContract(document);
    const schema = document.components.schemas['EventAnswer'];
    expect(schema).toMatchObject({ discriminator: { propertyName: 'type' } });
    const [receive] = operationsOf(document, 'webhooks');
    const examples = receive?.operation.requestBody?.content['application/json']?.examples ?? {};
    expect(Object.keys(examples)).toEqual([...EVENT_TYPES, 'endpoint.test']);
    const paid = examples['order.paid']?.value;
    const judge = (change: object): number =>
      contract.schemaDifferences(['components', 'schemas', 'EventAnswer'], { ...Object(paid), ...change }).length;
    expect([judge({}), judge({ type: 'order.lost' }), judge({ sequence: 'two' }), judge({ more: 1 })]).toEqual([
      0,
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(judge({ type: 'order.lost' })).toBeGreaterThan(0);
    expect(judge({ sequence: 'two' })).toBeGreaterThan(0);
    // A review without its case is none.
    expect(judge({ type: 'order.review_required' })).toBeGreaterThan(0);
  });
});

function operationsOf(document: ApiDescription, section: 'paths' | 'webhooks'): Described[] {
  return Object.entries(document[section]).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      name: `${method} ${path}`,
      pointer: [section, path, method],
      operation,
    })),
  );
}

function mediaOf(
  content: Readonly<Record<string, MediaDescription>> | undefined,
  pointer: readonly string[],
  name: string,
): { name: string; pointer: string[]; media: MediaDescription }[] {
  return Object.entries(content ?? {}).map(([type, media]) => ({
    name,
    pointer: [...pointer, 'content', type],
    media,
  }));
}

function examplesOf({ example, examples = {} }: MediaDescription): unknown[] {
  return [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)];
}

function isProblem(value: unknown): value is { code: string; status: number } {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value && 'title' in value;
}

/** A member called `properties` is no list of members. */
function isSchemaNode(pointer: readonly string[]): boolean {
  return pointer.at(-1) !== 'properties';
}

interface Node {
  readonly pointer: readonly string[];
  readonly node: Readonly<Record<string, unknown>>;
}

function nodesOf(value: unknown, pointer: readonly string[]): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Readonly<Record<string, unknown>>;
  return [{ pointer, node }, ...Object.entries(node).flatMap(([name, member]) => nodesOf(member, [...pointer, name]))];
}
