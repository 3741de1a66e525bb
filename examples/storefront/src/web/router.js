// @ts-check
import { Refusal } from './refusal.js';
/** @import { Route } from '../types.js' */

/**
 * Finds the route of a request. A pattern is a path in which `{name}` stands for one segment.
 *
 * @param {Readonly<Record<string, Route>>} table routes by "METHOD /pattern"
 */
export function createRouter(table) {
  const routes = Object.entries(table).map(([key, route]) => {
    const [method = '', pattern = ''] = key.split(' ');
    return { method, matcher: new RegExp(`^${pattern.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`), route };
  });
  /**
   * Throws `Refusal` when there is none.
   *
   * @param {string} method
   * @param {string} path
   */
  return (method, path) => {
    const there = routes.filter(({ matcher }) => matcher.test(path));
    if (there.length === 0) throw new Refusal('notFound');
    const wanted = method === 'HEAD' ? 'GET' : method;
    const found = there.find((candidate) => candidate.method === wanted);
    if (found === undefined) {
      throw new Refusal('methodNotAllowed', { allow: there.map((candidate) => candidate.method).join(', ') });
    }
    return { route: found.route, params: { ...found.matcher.exec(path)?.groups } };
  };
}
