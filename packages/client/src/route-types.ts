import type { paths } from './openapi.js';

export type Path = keyof paths;
export type Method = 'get' | 'post' | 'patch' | 'delete';

/** JSON of the successful answer; undefined where it has none. */
export type AnswerOf<Operation> = Operation extends { responses: infer Responses }
  ? JsonOf<Responses[Extract<keyof Responses, 200 | 201 | 204>]>
  : never;

/** What a route is called with: the parts of its path, its query, its body. */
export type RequestOf<Operation> = Part<'path', PathOf<Operation>> &
  Part<'query', QueryOf<Operation>> &
  Part<'body', BodyOf<Operation>>;

type JsonOf<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : undefined;

/** A part that the route does not have cannot be given. */
type Part<Name extends string, Value> = [Value] extends [never] ? unknown : { readonly [Key in Name]: Value };

type PathOf<Operation> = Operation extends { parameters: { path: infer Path } } ? Path : never;

type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } } ? NonNullable<Query> : never;

type BodyOf<Operation> = Operation extends { requestBody?: infer Body } ? JsonBody<NonNullable<Body>> : never;

/** In a tuple: of `never`, which stands where a route takes no body, anything would be said to hold. */
type JsonBody<Body> = [Body] extends [never]
  ? never
  : Body extends { content: { 'application/json': infer Json } }
    ? Json
    : never;
