import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Problems } from '../api-docs/problem-responses.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { ScopeGuard } from './scope.guard.js';

/**
 * A controller under `/v1` that speaks to shops: nothing of it is reached without a valid API key that has the scope
 * which each route declares (`@Scoped`).
 */
export function ShopApi(path: string, tag: string): ClassDecorator {
  return applyDecorators(
    Controller(`v1/${path}`),
    UseGuards(ApiKeyGuard, ScopeGuard),
    ApiTags(tag),
    ApiBearerAuth(),
    Problems('unauthorized', 'scope_missing', 'rate_limited', 'internal_error', 'unavailable'),
  );
}
