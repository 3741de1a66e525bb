import { Secret } from './secret.js';

/** A key that somebody issued: visible characters only, as spaces and line ends come from careless copying. */
export function parseIssuedKey(text: string): Secret {
  if (!/^[\x21-\x7e]{1,200}$/.test(text)) {
    throw new RangeError('has spaces, line ends, other alphabets or more than 200 characters in it; copy it again');
  }
  return new Secret(text);
}

/** API keys travel in an Authorization header and must not be guessable. */
export function parseApiKey(text: string): Secret {
  if (!/^[\x21-\x7e]{16,200}$/.test(text))
    throw new RangeError('must be 16 to 200 visible ASCII characters without spaces');
  return new Secret(text);
}

/** 32 bytes in base64 or base64url, padded or not; kept as text, decoded by SecretBox. */
export function parseMasterKey(text: string): Secret {
  const bytes = /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
  if (bytes === null) throw new RangeError('is not base64');
  if (bytes.length !== 32) throw new RangeError(`is ${bytes.length} bytes in base64; it must be 32`);
  return new Secret(text);
}

export function parseServiceId(text: string): string {
  if (!/^\d{1,10}$/.test(text)) throw new RangeError('must be a number of 1 to 10 digits');
  return text;
}

/** `email:password`; the password may contain colons, the address cannot. */
export function parseOperator(text: string): { email: string; password: Secret } {
  const colon = text.indexOf(':');
  if (colon === -1) throw new RangeError('must be email:password');
  const email = text.slice(0, colon);
  const password = text.slice(colon + 1);
  if (!/^[^\s@:]{1,64}@[^\s@:]+\.[^\s@:]+$/.test(email)) throw new RangeError('does not begin with an e-mail address');
  if (password.length < 8) throw new RangeError('has a password of fewer than 8 characters after the colon');
  return { email, password: new Secret(password) };
}

/** `whsec_` and 24 to 64 bytes in base64, as Standard Webhooks has it. */
export function parseWebhookSecret(text: string): Secret {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  if (encoded === undefined) throw new RangeError('is not whsec_ and base64');
  const { length } = Buffer.from(encoded, 'base64');
  if (length < 24 || length > 64) throw new RangeError(`is ${length} bytes in base64; it must be 24 to 64`);
  return new Secret(text);
}
