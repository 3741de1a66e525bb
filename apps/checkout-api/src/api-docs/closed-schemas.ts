import type { OpenAPIObject } from '@nestjs/swagger';
import type { ObjectSchema, Schema } from './document-parts.js';

/** Objects have the members that are described and no others, so that an answer that drifts from here is noticed. */
export function withClosedSchemas(document: OpenAPIObject): OpenAPIObject {
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [name, closed(schema)]);
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}

function closed(schema: Schema): Schema {
  if ('$ref' in schema) return schema;
  const { properties, items } = schema;
  return {
    ...schema,
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(properties === undefined ? {} : closedObject(schema, properties)),
  };
}

function closedObject(schema: ObjectSchema, properties: Record<string, Schema>): ObjectSchema {
  const members = Object.entries(properties).map(([name, member]) => [name, closed(member)]);
  return { additionalProperties: schema.additionalProperties ?? false, properties: Object.fromEntries(members) };
}
