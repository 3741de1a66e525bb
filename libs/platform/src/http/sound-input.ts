import type { FieldError } from './problem-error.js';

/** No request of ours nests deeper than four; validators that walk a body recursively must not run out of stack. */
const MAX_DEPTH = 16;
/** The longest list of ours has 100 entries; every entry of a list is validated before its length is. */
const MAX_ENTRIES = 1000;

/** What Postgres stores in no text: the null character and halves of characters. */
const UNSTORABLE = /[\0\p{Cs}]/u;
/** Names with a meaning of their own to JavaScript: whatever copies an object stumbles over them. */
const RESERVED_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
}

/**
 * What no validator should have to read: text that cannot be stored, names that break objects, and nesting or lists
 * beyond any request of ours. Null when there is none: then the value can be judged field by field. Goes by a list of its
 * own, because a recursion could be driven into overflow.
 */
export function findUnsound(input: unknown): FieldError | null {
  const ahead: Place[] = [{ value: input, path: '', depth: 0 }];
  for (let place = ahead.pop(); place !== undefined; place = ahead.pop()) {
    const { value, path, depth } = place;
    if (typeof value === 'string' && UNSTORABLE.test(value)) {
      return wrong(path, 'wrong_format', 'holds a null character or half a character: remove it');
    }
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    if (depth >= MAX_DEPTH) return wrong(path, 'wrong_type', 'is nested too deeply: send the fields of this request');
    if (Array.isArray(value)) {
      const entries: readonly unknown[] = value;
      if (entries.length > MAX_ENTRIES) return wrong(path, 'wrong_length', 'has too many entries: send fewer');
      ahead.push(...entries.map((entry, index) => ({ value: entry, path: `${path}[${index}]`, depth: depth + 1 })));
      continue;
    }
    for (const [name, member] of Object.entries(value)) {
      if (RESERVED_NAMES.has(name) || UNSTORABLE.test(name)) {
        return wrong(path, 'unknown_field', `has a field ${JSON.stringify(name)}, which is none: leave it out`);
      }
      ahead.push({ value: member, path: path === '' ? name : `${path}.${name}`, depth: depth + 1 });
    }
  }
  return null;
}

function wrong(path: string, code: string, what: string): FieldError {
  const field = path === '' ? 'body' : path;
  return { field, code, message: `${field} ${what}.` };
}
