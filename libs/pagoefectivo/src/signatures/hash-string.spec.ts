import { expect, it } from 'vitest';
import { hashString } from './hash-string.js';

it('gives the published digest for the published credentials (wire notes 11)', () => {
  expect(
    hashString({
      serviceId: '1234',
      accessKey: 'EXAMPLEACCESSKEY0001',
      secretKey: 'exampleSecretKey/0000+1111222233334444AB',
      dateRequest: '2025-01-15T10:30:00-05:00',
    }),
  ).toBe('050848fd64fce600981e2ac00a73ed49c9fa2da367927f3e0200ebdf58dfcc81');
});
