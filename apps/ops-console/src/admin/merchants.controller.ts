import { Body, Controller, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { IsString } from 'class-validator';
import { type Administration, type MerchantView, toMerchantView } from '#payments';
import { type Page, pageOf, PAGE_SIZE } from '../page.js';
import { ADMINISTRATION } from '../tokens.js';
import { Administrator } from './administrator.js';
import { AdminPageQuery, NamePipe } from './names.js';
import { granted, present } from './outcomes.js';

const merchantId = new NamePipe('merchant');

export class MerchantDto {
  @IsString()
  name: string;
}

@Controller('api/admin/merchants')
export class MerchantsController {
  constructor(@Inject(ADMINISTRATION) private readonly admin: Administration) {}

  @Get()
  async list(@Query() { cursor, limit = PAGE_SIZE }: AdminPageQuery): Promise<Page<MerchantView>> {
    const found = await this.admin.merchants.list({ before: cursor ?? null, limit: limit + 1 });
    return pageOf(found.map(toMerchantView), limit);
  }

  @Post()
  async create(@Body() { name }: MerchantDto, @Administrator() actor: string): Promise<MerchantView> {
    return toMerchantView(granted(await this.admin.merchants.create({ name, actor })));
  }

  @Get(':id')
  async get(@Param('id', merchantId) id: string): Promise<MerchantView> {
    return toMerchantView(present(await this.admin.merchants.get(id), 'merchant', id));
  }

  @Patch(':id')
  async rename(
    @Param('id', merchantId) id: string,
    @Body() { name }: MerchantDto,
    @Administrator() actor: string,
  ): Promise<MerchantView> {
    return toMerchantView(granted(await this.admin.merchants.rename({ id, name, actor })));
  }
}
