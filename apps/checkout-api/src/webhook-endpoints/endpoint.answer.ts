import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { CertificateSummary, EndpointTest, SignatureScheme, WebhookEndpoint } from '#payments';
import { EVENT_TYPES, limaInstant, SIGNATURE_SCHEMES } from '#payments';

const INSTANT = { format: 'date-time', example: '2026-11-23T18:30:00-05:00' } as const;
const OPTIONAL_TEXT = { type: String, nullable: true } as const;
const OPTIONAL_NUMBER = { type: 'integer', nullable: true } as const;

export class CertificateAnswer {
  @ApiProperty({ example: 'CN=shop.example' })
  subject: string;

  @ApiProperty(INSTANT)
  expiresAt: string;
}

export class EndpointAnswer {
  @ApiProperty({ example: 'we_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  id: string;

  @ApiProperty({ enum: ['webhook_endpoint'] })
  object: 'webhook_endpoint';

  @ApiProperty({ example: false })
  livemode: boolean;

  @ApiProperty({ format: 'uri', example: 'https://erp.example/chasqui' })
  url: string;

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'ERP' })
  description: string | null;

  @ApiProperty({ enum: EVENT_TYPES, isArray: true, description: 'Empty for all.' })
  types: readonly string[];

  @ApiProperty({ example: true })
  enabled: boolean;

  @ApiProperty({ ...OPTIONAL_TEXT, example: null, description: '`gone` after the endpoint answered 410.' })
  disabledReason: string | null;

  @ApiProperty({ enum: SIGNATURE_SCHEMES })
  signature: SignatureScheme;

  @ApiProperty({
    ...OPTIONAL_TEXT,
    example: null,
    description: '`whpk_…`, to check `v1a` signatures with; null where they are checked with the secret.',
  })
  publicKey: string | null;

  @ApiProperty({
    ...OPTIONAL_TEXT,
    ...INSTANT,
    description: 'Until when messages are signed with the secret before the last rotation too.',
  })
  previousSecretUntil: string | null;

  @ApiProperty({
    type: [String],
    example: ['Authorization'],
    description: 'Headers sent besides ours, without values.',
  })
  headerNames: readonly string[];

  @ApiProperty({ type: CertificateAnswer, nullable: true, description: 'Shown to the receiver (mutual TLS).' })
  clientCertificate: CertificateAnswer | null;

  @ApiProperty({
    type: CertificateAnswer,
    nullable: true,
    description: "Who may have signed the receiver's certificate; null for the public authorities.",
  })
  caCertificate: CertificateAnswer | null;

  @ApiProperty({ type: 'integer', example: 3000 })
  connectTimeoutMs: number;

  @ApiProperty({ type: 'integer', example: 10000 })
  timeoutMs: number;

  @ApiProperty({ type: 'integer', example: 4 })
  maxConcurrent: number;

  @ApiProperty({ ...OPTIONAL_NUMBER, example: null, description: 'Null for no limit.' })
  ratePerMinute: number | null;

  @ApiProperty({
    ...OPTIONAL_TEXT,
    ...INSTANT,
    description: 'Since when nothing was acknowledged though it was tried; null while all is well.',
  })
  failingSince: string | null;

  @ApiProperty(INSTANT)
  createdAt: string;

  @ApiProperty(INSTANT)
  updatedAt: string;

  @ApiPropertyOptional({
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    description: 'Standard Webhooks secret. Shown when it is made, and never again; absent with ed25519.',
  })
  secret?: string;
}

export class EndpointListAnswer {
  @ApiProperty({ type: [EndpointAnswer] })
  data: EndpointAnswer[];

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'Always null: a shop has few endpoints.' })
  nextCursor: null;
}

export class EndpointTestAnswer {
  @ApiProperty({ example: 'evt_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  eventId: string;

  @ApiProperty({ description: 'Whether the endpoint answered 2xx.' })
  acknowledged: boolean;

  @ApiProperty({ ...OPTIONAL_NUMBER, example: 200 })
  httpStatus: number | null;

  @ApiProperty({ type: 'integer', example: 84 })
  durationMs: number;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'The first 16 kB of the answer.' })
  response: string | null;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'Why there was no acknowledgement.' })
  error: string | null;
}

export function toEndpointAnswer(endpoint: WebhookEndpoint, secret?: string | null): EndpointAnswer {
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    livemode: endpoint.livemode,
    url: endpoint.url,
    description: endpoint.description,
    types: endpoint.types,
    enabled: endpoint.enabled,
    disabledReason: endpoint.disabledReason,
    signature: endpoint.signature,
    publicKey: endpoint.publicKey,
    previousSecretUntil: endpoint.previousSecretUntil && limaInstant(endpoint.previousSecretUntil),
    headerNames: endpoint.headerNames,
    clientCertificate: toCertificateAnswer(endpoint.clientCertificate),
    caCertificate: toCertificateAnswer(endpoint.caCertificate),
    connectTimeoutMs: endpoint.connectTimeoutMs,
    timeoutMs: endpoint.timeoutMs,
    maxConcurrent: endpoint.maxConcurrent,
    ratePerMinute: endpoint.ratePerMinute,
    failingSince: endpoint.failingSince && limaInstant(endpoint.failingSince),
    createdAt: limaInstant(endpoint.createdAt),
    updatedAt: limaInstant(endpoint.updatedAt),
    ...(secret == null ? {} : { secret }),
  };
}

export function toEndpointTestAnswer(test: EndpointTest): EndpointTestAnswer {
  const { eventId, acknowledged, httpStatus, durationMs, response, error } = test;
  return { eventId, acknowledged, httpStatus, durationMs, response, error };
}

function toCertificateAnswer(certificate: CertificateSummary | null): CertificateAnswer | null {
  return certificate && { subject: certificate.subject, expiresAt: limaInstant(certificate.expiresAt) };
}
