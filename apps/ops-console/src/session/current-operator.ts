import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Operator } from '#payments';

/** The operator of the request; every route that asks for one is behind `guardRequests`. */
export const CurrentOperator = createParamDecorator((_data: unknown, context: ExecutionContext): Operator => {
  const { operator } = context.switchToHttp().getRequest<FastifyRequest>();
  if (operator === null) throw new Error('a route that needs an operator is not guarded');
  return operator;
});

/** How an operator stands in history and audit. */
export function actorOf(operator: Operator): string {
  return `operator:${operator.email}`;
}
