import type { ApiDescription, MediaDescription } from '../contract/api-contract.js';
import {
  nameOfPlace,
  ODD_TEXTS,
  ODD_VALUES,
  placesIn,
  POLLUTING_JSON,
  replaced,
  TELLING_VALUES,
} from './odd-values.js';

/** One spoilt request to the checkout API. */
export interface Attempt {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What was spoilt, in words. */
  readonly what: string;
  /** The field of the body that an `invalid_request` must name; null where something else was spoilt. */
  readonly field: string | null;
}

/** Records of the shop by the path under which they stand, so that a spoilt request gets past looking them up. */
export type KnownIds = Readonly<Record<string, string>>;

interface Route {
  readonly method: string;
  readonly path: string;
  readonly queries: readonly string[];
  readonly needsKey: boolean;
  readonly bodies: readonly unknown[];
}

const NOT_JSON = [
  '{',
  '[1',
  '"',
  'nul',
  '{"a":1}{"a":2}',
  '\ufeff{"a":1',
  "{'a':1}",
  '{"a":01}',
  '{"a":NaN}',
  'a=b&c=d',
];

/** Each field of each example by the few values that find most. */
export function tellingRequests(description: ApiDescription, ids: KnownIds): Attempt[] {
  return routesOf(description, ids).flatMap((route) =>
    route.bodies.flatMap((body) =>
      placesIn(body).flatMap((place) =>
        TELLING_VALUES.map((value) => ({
          ...request(route, ids),
          body: JSON.stringify(replaced(body, place, value)),
          what: nameOfPlace(place),
          field: place.length === 0 ? null : nameOfPlace(place),
        })),
      ),
    ),
  );
}

/**
 * Every way in which each route of the description is spoilt: each field of each example by each odd value, taken away
 * and joined by one nobody knows; the whole body; each parameter of query and path; the headers that routes read.
 */
export function spoiltRequests(description: ApiDescription, ids: KnownIds): Attempt[] {
  return routesOf(description, ids).flatMap((route) => [
    ...spoiltBodies(route, ids),
    ...spoiltQueries(route, ids),
    ...spoiltPaths(route),
    ...spoiltHeaders(route, ids),
  ]);
}

function routesOf({ paths }: ApiDescription, ids: KnownIds): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      queries: parameters.flatMap(({ name, in: where }) => (where === 'query' ? [name] : [])),
      needsKey: parameters.some(({ name }) => name === 'Idempotency-Key'),
      bodies: examplesOf(requestBody?.content['application/json'], ids),
    })),
  );
}

const HOUR_MS = 3_600_000;
const IN_TWO_DAYS_MS = Date.now() + 48 * HOUR_MS;

function examplesOf(media: MediaDescription | undefined, ids: KnownIds): unknown[] {
  if (media === undefined) return [];
  const examples =
    media.example === undefined ? Object.values(media.examples ?? {}).map(({ value }) => value) : [media.example];
  return examples.map((example) => {
    // The examples name instants that pass by; of several each stays later than the one before it.
    let nth = 0;
    const text = JSON.stringify(example)
      .replaceAll(/"rcp_\w+"/g, JSON.stringify(ids['receipt'] ?? ''))
      .replaceAll(/"20\d\d-\d\d-\d\dT[^"]+"/g, () =>
        JSON.stringify(new Date(IN_TWO_DAYS_MS + (nth += 1) * HOUR_MS).toISOString()),
      );
    return JSON.parse(text) as unknown;
  });
}

function request(route: Route, ids: KnownIds): Pick<Attempt, 'method' | 'path' | 'headers'> {
  // A record is not deleted by its own id: the requests after it need it.
  const id = route.method === 'DELETE' ? 'whe_00000000000000000000000000' : (ids[route.path] ?? 'unknown');
  return {
    method: route.method,
    path: route.path.replace(/\{\w+\}/, id),
    headers: { 'content-type': 'application/json' },
  };
}

function spoiltBodies(route: Route, ids: KnownIds): Attempt[] {
  if (route.method === 'GET') return [];
  const base = request(route, ids);
  const attempt = (body: string, what: string, field: string | null): Attempt => ({ ...base, body, what, field });
  const whole = [...ODD_VALUES.map((value) => JSON.stringify(value)), ...NOT_JSON, ...POLLUTING_JSON];
  return [
    ...whole.map((body) => attempt(body, 'the whole body', null)),
    ...route.bodies.flatMap((body) =>
      placesIn(body)
        .filter((place) => place.length > 0)
        .flatMap((place) => {
          const field = nameOfPlace(place);
          const values = [...ODD_VALUES, undefined, { unknown: 1 }];
          return [
            ...values.map((value) => attempt(JSON.stringify(replaced(body, place, value)), field, field)),
            ...POLLUTING_JSON.map((text) =>
              attempt(JSON.stringify(replaced(body, place, '§')).replace('"§"', text), field, field),
            ),
          ];
        })
        .concat(attempt(JSON.stringify({ ...(body as object), unknown: 1 }), 'unknown', 'unknown')),
    ),
  ];
}

function spoiltQueries(route: Route, ids: KnownIds): Attempt[] {
  const base = request(route, ids);
  const ask = (query: string): Attempt => ({ ...base, path: `${base.path}?${query}`, what: 'the query', field: null });
  return [...route.queries, ...(route.queries.length === 0 ? [] : ['unknown', '__proto__', 'constructor'])].flatMap(
    (name) => [
      ...ODD_TEXTS.map((text) => ask(`${name}=${encodeURIComponent(text)}`)),
      ask(`${name}=1&${name}=2`),
      ask(`${name}[]=1`),
      ask(`${name}[a]=1`),
      ask(`${name}=%ff%fe`),
      ask(name),
    ],
  );
}

function spoiltPaths(route: Route): Attempt[] {
  if (!route.path.includes('{')) return [];
  return ODD_TEXTS.map((text) => ({
    method: route.method,
    path: route.path.replace(/\{\w+\}/, encodeURIComponent(text.slice(0, 200))),
    headers: { 'content-type': 'application/json' },
    what: 'the path',
    field: null,
    ...(route.method === 'GET' ? {} : { body: JSON.stringify(route.bodies[0] ?? {}) }),
  }));
}

function spoiltHeaders(route: Route, ids: KnownIds): Attempt[] {
  const base = request(route, ids);
  const body = JSON.stringify(route.bodies[0] ?? {});
  const types = ['text/plain', 'application/json; charset=utf-16', 'multipart/form-data; boundary=a', 'a/b/c', 'json'];
  const spoilt: Record<string, string>[] = [
    ...(route.method === 'GET' ? [] : types.map((type) => ({ 'content-type': type }))),
    ...(route.needsKey ? ['', 'k'.repeat(256), 'ñ', ' ', 'a\tb'].map((key) => ({ 'idempotency-key': key })) : []),
    ...['Bearer', 'Bearer  ', 'Basic eDp5', `Bearer ${'a'.repeat(4000)}`, 'Bearer ck_test_é', 'bearer\tx'].map(
      (text) => ({
        authorization: text,
      }),
    ),
  ];
  return spoilt.map((headers) => ({
    ...base,
    headers: { ...base.headers, ...headers },
    what: 'the headers',
    field: null,
    ...(route.method === 'GET' ? {} : { body }),
  }));
}
