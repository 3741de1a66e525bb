import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { type Administration, type Shop, type ShopAccount, type ShopView, toShopView } from '#payments';
import { formatDuration } from '#platform';
import { type Page, pageOf, PAGE_SIZE } from '../page.js';
import { ADMINISTRATION } from '../tokens.js';
import { Administrator } from './administrator.js';
import { NamePipe } from './names.js';
import { granted, present } from './outcomes.js';
import {
  AttachDto,
  ChangeShopDto,
  CreateShopDto,
  CurrencyParam,
  ShopsQuery,
  toPolicies,
  toRefundApproval,
} from './shops.dto.js';

const shopId = new NamePipe('shop');

@Controller('api/admin/shops')
export class ShopsController {
  constructor(@Inject(ADMINISTRATION) private readonly admin: Administration) {}

  @Get()
  async list(@Query() { cursor, merchantId, limit = PAGE_SIZE }: ShopsQuery): Promise<Page<ShopView>> {
    const query = { before: cursor ?? null, merchantId: merchantId ?? null, limit: limit + 1 };
    return pageOf((await this.admin.shops.list(query)).map(view), limit);
  }

  @Post()
  async create(@Body() body: CreateShopDto, @Administrator() actor: string): Promise<ShopView> {
    const { merchantId, name, livemode, policies, refundApprovalAbove } = body;
    const ways = { ...toPolicies(policies), ...toRefundApproval(refundApprovalAbove) };
    return view(granted(await this.admin.shops.create({ merchantId, name, livemode, ...ways, actor })));
  }

  @Get(':id')
  async get(@Param('id', shopId) id: string): Promise<ShopView> {
    return view(present(await this.admin.shops.get(id), 'shop', id));
  }

  @Patch(':id')
  async change(
    @Param('id', shopId) id: string,
    @Body() { name, policies, refundApprovalAbove }: ChangeShopDto,
    @Administrator() actor: string,
  ): Promise<ShopView> {
    const wanted = {
      ...(name == null ? {} : { name }),
      ...toPolicies(policies),
      ...toRefundApproval(refundApprovalAbove),
    };
    return view(granted(await this.admin.shops.update({ id, ...wanted, actor })));
  }

  /** It takes no new payments; what it has goes on. */
  @Post(':id/disable')
  @HttpCode(200)
  async disable(@Param('id', shopId) id: string, @Administrator() actor: string): Promise<ShopView> {
    return view(granted(await this.admin.shops.setDisabled({ id, disabled: true, actor })));
  }

  @Post(':id/enable')
  @HttpCode(200)
  async enable(@Param('id', shopId) id: string, @Administrator() actor: string): Promise<ShopView> {
    return view(granted(await this.admin.shops.setDisabled({ id, disabled: false, actor })));
  }

  /** The account takes the shop's new payments in its currency, in the place of another one. */
  @Post(':id/accounts')
  @HttpCode(200)
  async attach(
    @Param('id', shopId) id: string,
    @Body() { account }: AttachDto,
    @Administrator() actor: string,
  ): Promise<ShopAccount> {
    return granted(await this.admin.shopAccounts.attach({ shopId: id, account, actor }));
  }

  @Delete(':id/accounts/:currency')
  @HttpCode(204)
  async detach(@Param() { id, currency }: CurrencyParam, @Administrator() actor: string): Promise<void> {
    granted(await this.admin.shopAccounts.detach({ shopId: id, currency, actor }));
  }
}

function view(shop: Shop): ShopView {
  return toShopView(shop, formatDuration);
}
