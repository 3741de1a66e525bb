#!/usr/bin/env node
// node scripts/client-types.mjs: makes packages/client/src/openapi.ts from packages/client/openapi.json, the committed
// description of the checkout API. test/contract/openapi-document.spec.ts holds that file to what the API serves.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const description = join(root, 'packages/client/openapi.json');
const types = join(root, 'packages/client/src/openapi.ts');

/** The client's types as they should be. */
export async function generateClientTypes() {
  const nodes = await openapiTS(JSON.parse(readFileSync(description, 'utf8')), {
    immutable: true,
    defaultNonNullable: false,
  });
  const text = `// Made by scripts/client-types.mjs from packages/client/openapi.json.\n\n${astToString(nodes)}`;
  return format(text, { ...(await resolveConfig(types)), filepath: types });
}

/** What is wrong with the committed types, one text each. */
export async function checkClientTypes() {
  const wanted = await generateClientTypes();
  return readFileSync(types, 'utf8') === wanted
    ? []
    : ['packages/client/src/openapi.ts is not what packages/client/openapi.json says: run npm run client:generate'];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(types, await generateClientTypes());
