#!/usr/bin/env node
// @ts-check
// node server.js: a shop that takes payments through Chasqui. See README.md for the variables.
import { startStorefront } from './src/storefront.js';

const { CHASQUI_URL, CHASQUI_API_KEY, PORT, HOST, PUBLIC_URL, DATA_DIR, BACK_OFFICE_PASSWORD } = process.env;

/** @param {string} text */
function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** @type {(level: string) => (fieldsOrMessage: object | string, message?: string) => void} */
const line = (level) => (fieldsOrMessage, message) => {
  const fields = typeof fieldsOrMessage === 'string' ? { message: fieldsOrMessage } : { ...fieldsOrMessage, message };
  const text = JSON.stringify({ time: new Date().toISOString(), level, ...fields }, (_name, value) =>
    value instanceof Error ? (value.stack ?? value.message) : value,
  );
  process.stdout.write(`${text}\n`);
};

const port = Number(PORT ?? 3004);
if (!CHASQUI_URL || !URL.canParse(CHASQUI_URL)) {
  fail('CHASQUI_URL is missing or no address: give that of the Checkout API, such as http://localhost:3000.');
} else if (!CHASQUI_API_KEY) {
  fail('CHASQUI_API_KEY is missing: `npm start` of Chasqui prints one for the sandbox.');
} else if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  fail('PORT is not a port: give a number from 1 to 65535.');
} else if (PUBLIC_URL !== undefined && !URL.canParse(PUBLIC_URL)) {
  fail('PUBLIC_URL is no address: give the one that shoppers open, such as https://shop.example.');
} else {
  try {
    const shop = await startStorefront({
      host: HOST ?? '127.0.0.1',
      port,
      chasquiUrl: CHASQUI_URL,
      apiKey: CHASQUI_API_KEY,
      dataDir: DATA_DIR ?? 'data',
      log: { info: line('info'), warn: line('warn'), error: line('error') },
      ...(PUBLIC_URL === undefined ? {} : { publicUrl: PUBLIC_URL.replace(/\/+$/, '') }),
      ...(BACK_OFFICE_PASSWORD ? { backOfficePassword: BACK_OFFICE_PASSWORD } : {}),
    });
    process.stdout.write(`The shop is open: ${shop.url}\nIts back office: ${shop.url}/backoffice\n`);
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => void shop.close().then(() => process.exit(0)));
    }
  } catch (error) {
    fail(`The shop does not start: ${error instanceof Error ? error.message : String(error)}`);
  }
}
