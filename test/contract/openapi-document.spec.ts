import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../flows/product.js';

const COMMITTED = resolve(import.meta.dirname, '../../packages/client/openapi.json');

describe('the OpenAPI document', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout'] });
  });
  afterAll(() => product.close());

  it('is the one that packages/client was made from: npm run client:generate brings it up to date', async () => {
    const { body } = await product.api('GET', '/openapi.json');
    await expect(`${JSON.stringify(body, null, 2)}\n`).toMatchFileSnapshot(COMMITTED);
  });
});
