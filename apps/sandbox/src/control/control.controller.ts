import { Controller, Delete, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Faults, Operation } from '../faults/faults.js';
import { PublicUrl } from '../page/public-url.js';
import { ControlService, type ClockView, type RequestView } from './control.service.js';
import type { CipView } from './cip-view.js';
import { readObject } from '../fields/field-reader.js';
import { isRecord } from '../fields/json.js';

@Controller('sandbox')
export class ControlController {
  constructor(
    private readonly control: ControlService,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Post('cips/:cip/pay')
  @HttpCode(200)
  pay(@Param('cip') cip: string, @Req() request: FastifyRequest): Promise<CipView> {
    return this.control.pay(cip, bodyOf(request), this.publicUrl.of(request));
  }

  @Post('cips/:cip/expire')
  @HttpCode(200)
  expire(@Param('cip') cip: string, @Req() request: FastifyRequest): Promise<CipView> {
    return this.control.expire(cip, bodyOf(request), this.publicUrl.of(request));
  }

  @Post('cips/:cip/reverse')
  @HttpCode(200)
  reverse(@Param('cip') cip: string, @Req() request: FastifyRequest): Promise<CipView> {
    return this.control.reverse(cip, bodyOf(request), this.publicUrl.of(request));
  }

  @Post('cips/:cip/notify')
  @HttpCode(200)
  announce(@Param('cip') cip: string, @Req() request: FastifyRequest): Promise<CipView> {
    return this.control.announce(cip, bodyOf(request), this.publicUrl.of(request));
  }

  @Get('cips')
  cips(@Req() request: FastifyRequest): Promise<{ data: CipView[]; nextCursor: string | null }> {
    return this.control.cips(queryOf(request), this.publicUrl.of(request));
  }

  @Get('cips/:cip')
  cip(@Param('cip') cip: string, @Req() request: FastifyRequest): Promise<CipView> {
    return this.control.cip(cip, this.publicUrl.of(request));
  }

  @Get('requests')
  requests(
    @Req() request: FastifyRequest,
  ): Promise<{ data: RequestView[]; counts: Record<Operation, number>; nextCursor: string | null }> {
    return this.control.requests(queryOf(request));
  }

  @Get('faults')
  faults(): Readonly<Faults> {
    return this.control.faults();
  }

  @Put('faults')
  mergeFaults(@Req() request: FastifyRequest): Promise<Readonly<Faults>> {
    return this.control.mergeFaults(bodyOf(request));
  }

  @Delete('faults')
  clearFaults(): Promise<Readonly<Faults>> {
    return this.control.clearFaults();
  }

  @Get('clock')
  clock(): ClockView {
    return this.control.clock();
  }

  @Put('clock')
  advance(@Req() request: FastifyRequest): Promise<ClockView> {
    return this.control.advance(bodyOf(request));
  }

  @Post('reset')
  @HttpCode(204)
  reset(): Promise<void> {
    return this.control.reset();
  }
}

/** Bodies arrive as bytes, whatever their content type: `curl -d` announces a form and means JSON. */
function bodyOf(request: FastifyRequest): Record<string, unknown> {
  return readObject(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
}

function queryOf(request: FastifyRequest): Record<string, unknown> {
  return isRecord(request.query) ? { ...request.query } : {};
}
