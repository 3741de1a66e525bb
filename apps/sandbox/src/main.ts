import { ConfigError, runApp, SystemClock } from '#platform';
import { createSandbox } from './app.js';

const notifyUrl = addressFrom('SANDBOX_NOTIFY_URL', 'http://127.0.0.1:3001/webhooks/pagoefectivo');
const publicUrl = addressFrom('SANDBOX_PUBLIC_URL', 'http://localhost:3003');

await runApp(
  'sandbox',
  async (config, log) => {
    const sandbox = await createSandbox(
      config,
      { clock: new SystemClock(), log },
      { ...(notifyUrl && { notifyUrl: notifyUrl() }), ...(publicUrl && { publicUrl: publicUrl() }) },
    );
    return { url: () => sandbox.url, close: () => sandbox.close() };
  },
  { needs: ['noDatabase'] },
);

/** Read when the app starts, so that a wrong address is reported like every other failed start. */
function addressFrom(name: string, example: string): (() => string) | undefined {
  const text = process.env[name]?.trim();
  if (!text) return undefined;
  return () => {
    if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
    throw new ConfigError([`${name}: is not an http or https address; for example ${name}=${example}`]);
  };
}
