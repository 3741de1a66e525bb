import type { FastifyRequest } from 'fastify';

/** Where shoppers reach the sandbox's pages. */
export class PublicUrl {
  /** `fixed`: scheme and authority without a slash at the end; null: wherever the sandbox was called. */
  constructor(private readonly fixed: string | null) {}

  of(request: FastifyRequest): string {
    return this.fixed ?? `${request.protocol}://${request.host}`;
  }
}
