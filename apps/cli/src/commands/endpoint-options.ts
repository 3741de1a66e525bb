import { readFile } from 'node:fs/promises';
import { type EndpointFields, SIGNATURE_SCHEMES, type SignatureScheme } from '#payments';
import { optional, wholeNumber, yesOrNo } from '../admin/options.js';
import { type CommandCall, UsageError } from '../command.js';

type Values = CommandCall['values'];

const NONE = 'none';
const HOUR_MS = 3_600_000;

/** Options that say what an endpoint is like, for `endpoint create` and `endpoint update`. */
export const ENDPOINT_OPTIONS = [
  'url',
  'types',
  'description',
  'headers',
  'client-certificate',
  'client-key',
  'ca-certificate',
  'connect-timeout-ms',
  'timeout-ms',
  'max-concurrent',
  'rate',
] as const;

/** Said in the help of the commands that take them. */
export const ENDPOINT_HELP = `Options besides: --headers <file> is a JSON object of headers sent besides ours ({} takes them away); for mutual TLS
--client-certificate and --client-key, and --ca-certificate for a receiver with a private authority, are PEM files, or the
word none. --connect-timeout-ms (3000) and --timeout-ms (10000) bound an attempt, --max-concurrent (4) messages at a time,
--rate messages per minute, or none. Secrets are read from files, because every user of a machine can read options.`;

export async function endpointFieldsOf(values: Values): Promise<EndpointFields> {
  const [url, types, description] = [
    optional(values, 'url'),
    optional(values, 'types'),
    optional(values, 'description'),
  ];
  const enabled = yesOrNo(values, 'enabled');
  const headers = await headersOf(values);
  const [clientCertificate, clientKey, caCertificate] = [
    await pemOf(values, 'client-certificate'),
    await pemOf(values, 'client-key'),
    await pemOf(values, 'ca-certificate'),
  ];
  const [connectTimeoutMs, timeoutMs, maxConcurrent] = [
    wholeNumber(values, 'connect-timeout-ms'),
    wholeNumber(values, 'timeout-ms'),
    wholeNumber(values, 'max-concurrent'),
  ];
  const ratePerMinute = optional(values, 'rate') === NONE ? null : wholeNumber(values, 'rate');
  return {
    ...(url === undefined ? {} : { url }),
    ...(types === undefined ? {} : { types: types === 'all' ? [] : types.split(',').map((type) => type.trim()) }),
    ...(description === undefined ? {} : { description: description === '' ? null : description }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(headers === undefined ? {} : { headers }),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
    ...(clientKey === undefined ? {} : { clientKey }),
    ...(caCertificate === undefined ? {} : { caCertificate }),
    ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
    ...(ratePerMinute === undefined ? {} : { ratePerMinute }),
  };
}

export function signatureOf(values: Values): SignatureScheme | undefined {
  const text = optional(values, 'signature');
  const scheme = SIGNATURE_SCHEMES.find((one) => one === text);
  if (text === undefined || scheme !== undefined) return scheme;
  throw new UsageError(`--signature is ${SIGNATURE_SCHEMES.join(' or ')}, not ${text}.`);
}

const MAX_OVERLAP_HOURS = 168;

/** Milliseconds; undefined when nothing was said. */
export function overlapOf(values: Values): number | undefined {
  const hours = wholeNumber(values, 'overlap-hours');
  if (hours !== undefined && hours > MAX_OVERLAP_HOURS)
    throw new UsageError(`--overlap-hours is at most ${MAX_OVERLAP_HOURS}, not ${hours}.`);
  return hours === undefined ? undefined : hours * HOUR_MS;
}

async function pemOf(values: Values, name: string): Promise<string | null | undefined> {
  const path = optional(values, name);
  if (path === undefined) return undefined;
  return path === NONE ? null : fileOf(name, path);
}

async function headersOf(values: Values): Promise<Record<string, string> | undefined> {
  const path = optional(values, 'headers');
  if (path === undefined) return undefined;
  const parsed = parseJson(await fileOf('headers', path));
  if (isTexts(parsed)) return parsed;
  throw new UsageError(`--headers: ${path} is no JSON object of texts, such as {"Authorization": "Bearer erp-token"}.`);
}

async function fileOf(name: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `--${name}: ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}
