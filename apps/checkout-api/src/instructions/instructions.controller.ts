import { Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { Payments } from '#payments';
import type { Clock } from '#platform';
import { Caller, ShopCaller } from '../access/caller.js';
import { Scoped } from '../access/scoped.decorator.js';
import { ShopApi } from '../access/shop-api.decorator.js';
import { Problems } from '../api-docs/problem-responses.js';
import { ShopPayments } from '../payments/shop-payments.js';
import { RecordIdPipe } from '../requests/record-id.pipe.js';
import { CLOCK, PAYMENTS } from '../tokens.js';
import { InstructionsAnswer, toInstructions } from './instructions.answer.js';
import { InstructionsQuery } from './instructions.query.js';

const paymentId = new RecordIdPipe('payment');

@ShopApi('payments', 'Payments')
export class InstructionsController {
  constructor(
    @Inject(PAYMENTS) private readonly payments: Payments,
    @Inject(ShopPayments) private readonly shopPayments: ShopPayments,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':id/instructions')
  @Scoped('payments:read')
  @ApiOperation({
    operationId: 'getPaymentInstructions',
    summary: 'How the shopper pays: wallets, banks and agents',
    description:
      'What the payment page shows, for a storefront that has a page of its own. While there is no code to pay with, `cip` is null and `channels` is empty.',
  })
  @ApiParam({ name: 'id', example: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  @ApiOkResponse({ type: InstructionsAnswer })
  @Problems('invalid_request', 'not_found')
  async instructions(
    @Caller() caller: ShopCaller,
    @Param('id', paymentId) id: string,
    @Query() query: InstructionsQuery,
  ): Promise<InstructionsAnswer> {
    const found = await this.shopPayments.get(caller, id);
    const { accountId } = found.payment;
    const offer = await this.payments.offers.of({ shopId: caller.shopId, accountId });
    return toInstructions(found, { language: query.lang, now: this.clock.now(), offer });
  }
}
