import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { RouteScope } from '#payments';

export const REQUIRED_SCOPE = 'chasqui:required-scope';

/** What an API key must be allowed so that this route answers. Every route of `ShopApi` needs one. */
export function Scoped(scope: RouteScope): MethodDecorator {
  return applyDecorators(SetMetadata(REQUIRED_SCOPE, scope), ApiExtension('x-required-scope', scope));
}
