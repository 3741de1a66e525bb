import { runApp } from '#platform';
import { startStandalone } from './app.js';
import { banner } from './banner.js';

await runApp(
  'standalone',
  async (config, log) => {
    const running = await startStandalone(config, log);
    process.stdout.write(banner(running, config));
    return { url: running.urls.shop, close: () => running.close() };
  },
  { profile: 'standalone' },
);
