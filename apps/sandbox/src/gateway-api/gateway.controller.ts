import { All, Controller, Delete, Param, Patch, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Exchange } from './exchange.js';
import { GatewayService } from './gateway.service.js';

/** The documented API, `/v1`. Answers leave through `Exchange`, never through Nest. */
@Controller('v1')
export class GatewayController {
  constructor(
    private readonly exchange: Exchange,
    private readonly gateway: GatewayService,
  ) {}

  @Post('authorizations')
  authorize(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchange.serve('authorize', request, reply, (call) => this.gateway.authorize(call));
  }

  @Post('cips')
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchange.serve('create', request, reply, (call) => this.gateway.create(call));
  }

  @Post('cips/search')
  search(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchange.serve('search', request, reply, (call) => this.gateway.search(call));
  }

  @Patch('cips/:cip')
  extend(@Param('cip') cip: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchange.serve('extend', request, reply, (call) => this.gateway.extend(call, cip));
  }

  @Delete('cips/:cip')
  remove(@Param('cip') cip: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchange.serve('delete', request, reply, (call) => this.gateway.remove(call, cip));
  }

  @Post('cips/:cip/refunds')
  refund(@Param('cip') cip: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchange.serve('refund', request, reply, (call) => this.gateway.refund(call, cip));
  }

  /** What the service does not have. Its real answer is not published; clients handle a bare 404. */
  @All('*')
  unknown(@Res() reply: FastifyReply): void {
    void reply.code(404).type('application/json; charset=utf-8').send('{"message":"No HTTP resource was found."}');
  }
}
