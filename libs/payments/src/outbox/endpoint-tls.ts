import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const MAX_PEM_LENGTH = 32 * 1024;

export interface ClientIdentity {
  /** PEM, the leaf first when intermediates follow. */
  readonly certificate: string;
  /** PEM without a passphrase. */
  readonly key: string;
}

/** What people see of a certificate. */
export interface CertificateSummary {
  /** `CN=shop.example`, parts separated by commas. */
  readonly subject: string;
  readonly expiresAt: Date;
}

export interface PemProblem {
  readonly field: 'clientCertificate' | 'clientKey' | 'caCertificate';
  readonly message: string;
}

/** Null when the pair can be shown to a receiver at `now`. The key is never repeated. */
export function identityProblem({ certificate, key }: ClientIdentity, now: Date): PemProblem | null {
  const leaf = certificateOf(certificate);
  if (leaf === null) return { field: 'clientCertificate', message: notPem('a certificate', 'CERTIFICATE') };
  if (expiryOf(leaf) <= now) {
    return {
      field: 'clientCertificate',
      message: `The certificate expired at ${expiryOf(leaf).toISOString()}: give a new one.`,
    };
  }
  const privateKey = keyOf(key);
  if (privateKey === null) {
    return { field: 'clientKey', message: `${notPem('a private key', 'PRIVATE KEY')} It must have no passphrase.` };
  }
  return leaf.checkPrivateKey(privateKey)
    ? null
    : { field: 'clientKey', message: 'The key is not the one of the certificate: give both of one pair.' };
}

/** Null when receivers' certificates can be held against it at `now`. */
export function authorityProblem(authority: string, now: Date): PemProblem | null {
  const field = 'caCertificate';
  const certificate = certificateOf(authority);
  if (certificate === null) return { field, message: notPem('a certificate', 'CERTIFICATE') };
  return expiryOf(certificate) <= now
    ? { field, message: `The certificate expired at ${expiryOf(certificate).toISOString()}: give a new one.` }
    : null;
}

/** Of the first certificate in the text; null for no text. */
export function certificateSummary(pem: string | null): CertificateSummary | null {
  const certificate = pem === null ? null : certificateOf(pem);
  if (certificate === null) return null;
  return { subject: certificate.subject.replaceAll('\n', ', '), expiresAt: expiryOf(certificate) };
}

function certificateOf(pem: string): X509Certificate | null {
  if (pem.length > MAX_PEM_LENGTH || !pem.includes('-----BEGIN CERTIFICATE-----')) return null;
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function keyOf(pem: string): KeyObject | null {
  if (pem.length > MAX_PEM_LENGTH) return null;
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

function notPem(what: string, label: string): string {
  return `${what} in PEM is needed, a text that begins with -----BEGIN ${label}----- and has at most ${MAX_PEM_LENGTH} characters.`;
}

function expiryOf(certificate: X509Certificate): Date {
  return new Date(certificate.validTo);
}
