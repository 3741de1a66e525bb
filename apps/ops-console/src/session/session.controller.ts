import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditLog, type Operator, Operators } from '#payments';
import { LOG, type Log, NetworkList, sourceAddress } from '#platform';
import { problem } from '../problems.js';
import { TRUSTED_PROXIES } from '../tokens.js';
import { actorOf, CurrentOperator } from './current-operator.js';
import { LoginDto } from './login.dto.js';
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from './session.cookie.js';

export interface SessionView {
  operator: { id: string; email: string; role: string };
}

/** The lock lasts up to 15 minutes; whoever asks again earlier is only told the same. */
const LOCKED_RETRY_SECONDS = 60;
const BUSY_RETRY_SECONDS = 5;

@Controller('api')
export class SessionController {
  constructor(
    private readonly operators: Operators,
    private readonly audit: AuditLog,
    @Inject(LOG) private readonly log: Log,
    @Inject(TRUSTED_PROXIES) private readonly trustedProxies: NetworkList,
  ) {}

  @Post('login')
  @HttpCode(200)
  async login(
    @Body() body: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const login = await this.operators.login({ ...body, address: this.addressOf(request) });
    switch (login.kind) {
      case 'ok':
        setSessionCookie({ request, reply, token: login.token });
        await this.audit.record({
          actor: actorOf(login.operator),
          action: 'operator.signed_in',
          subject: login.operator.id,
        });
        return toSessionView(login.operator);
      case 'refused':
        this.log.warn({ remoteAddress: request.socket.remoteAddress }, 'a sign-in was refused');
        throw problem('wrong_credentials', 'No operator has this e-mail address and password.');
      case 'busy':
        throw problem('login_busy', 'Too many people sign in at this moment: try again in some seconds.', {
          'Retry-After': String(BUSY_RETRY_SECONDS),
        });
      case 'locked':
        throw problem(
          'login_locked',
          'Signing in is locked for some minutes after repeated failures: wait and try again.',
          {
            'Retry-After': String(LOCKED_RETRY_SECONDS),
          },
        );
    }
  }

  private addressOf(request: FastifyRequest): string {
    const peer = request.socket.remoteAddress ?? '';
    const forwardedFor = request.headers['x-forwarded-for'];
    return sourceAddress({ peer, forwardedFor, trustedProxies: this.trustedProxies }) ?? peer;
  }

  @Post('logout')
  @HttpCode(204)
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = sessionTokenOf(request);
    if (token !== null) await this.operators.logout(token);
    clearSessionCookie(reply);
  }

  @Get('me')
  me(@CurrentOperator() operator: Operator): SessionView {
    return toSessionView(operator);
  }
}

function toSessionView({ id, email, role }: Operator): SessionView {
  return { operator: { id, email, role } };
}
