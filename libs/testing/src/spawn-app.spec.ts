import { expect, it } from 'vitest';
import { spawnApp } from './spawn-app.js';

it('says what to do when the app was not built', async () => {
  await expect(spawnApp('no-such-app', {})).rejects.toThrow(
    /no-such-app.src.main\.js does not exist: run `npm run build` before this test\./,
  );
});
