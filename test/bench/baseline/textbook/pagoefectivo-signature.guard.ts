import { createHmac, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable, type RawBodyRequest } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';

@Injectable()
export class PagoEfectivoSignatureGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<RawBodyRequest<IncomingMessage>>();
    const signature = Buffer.from(String(request.headers['pe-signature'] ?? ''), 'hex');
    const expected = createHmac('sha256', process.env['BENCH_SECRET'] ?? '')
      .update(request.rawBody ?? '')
      .digest();
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  }
}
