import type { ObjectSchema, Schema, Schemas } from './document-parts.js';

/**
 * A value made from the examples of a schema's members: null where nothing says more. Optional members without an
 * example of their own are left out.
 */
export function exampleOfSchema(schema: Schema, schemas: Schemas): unknown {
  if ('$ref' in schema) {
    const target = schemas[schema.$ref.split('/').at(-1) ?? ''];
    return target === undefined ? null : exampleOfSchema(target, schemas);
  }
  if (schema.example !== undefined) return schema.example;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [];
  if (choice !== undefined) return exampleOfSchema(choice, schemas);
  return exampleOfType(schema, schemas);
}

function exampleOfType(schema: ObjectSchema, schemas: Schemas): unknown {
  const types = [schema.type ?? 'object'].flat();
  // What may be null and has no example is.
  if (types.includes('null')) return null;
  switch (types[0]) {
    case 'array':
      return schema.items === undefined ? [] : [exampleOfSchema(schema.items, schemas)];
    case 'object':
      return exampleOfObject(schema, schemas);
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    default:
      return schema.format === 'date-time' ? '2026-11-23T18:30:00-05:00' : 'text';
  }
}

function exampleOfObject({ properties = {}, required = [] }: ObjectSchema, schemas: Schemas): Record<string, unknown> {
  const members = Object.entries(properties).filter(
    ([name, member]) => required.includes(name) || (!('$ref' in member) && member.example !== undefined),
  );
  return Object.fromEntries(members.map(([name, member]) => [name, exampleOfSchema(member, schemas)]));
}
