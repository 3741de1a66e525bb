import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { type Administration, type ApiKeyView, toApiKeyView } from '#payments';
import { type Page, pageOf, PAGE_SIZE } from '../page.js';
import { ADMINISTRATION } from '../tokens.js';
import { Administrator } from './administrator.js';
import { CreateApiKeyDto, toExpiry } from './keys.dto.js';
import { AdminPageQuery, NamePipe } from './names.js';
import { granted, present } from './outcomes.js';

const shopName = new NamePipe('shop');
const keyName = new NamePipe('api_key');

@Controller('api/admin/shops/:shopId/api-keys')
export class ApiKeysController {
  constructor(@Inject(ADMINISTRATION) private readonly admin: Administration) {}

  @Get()
  async list(
    @Param('shopId', shopName) shopId: string,
    @Query() { cursor, limit = PAGE_SIZE }: AdminPageQuery,
  ): Promise<Page<ApiKeyView>> {
    present(await this.admin.shops.get(shopId), 'shop', shopId);
    const found = await this.admin.apiKeys.list({ shopId, before: cursor ?? null, limit: limit + 1 });
    return pageOf(found.map(toApiKeyView), limit);
  }

  /** `key` is in this answer and in no other. */
  @Post()
  async create(
    @Param('shopId', shopName) shopId: string,
    @Body() { name, scopes, expiresAt, ratePerMinute }: CreateApiKeyDto,
    @Administrator() actor: string,
  ): Promise<ApiKeyView & { key: string }> {
    const wanted = {
      shopId,
      name: name ?? null,
      ...(scopes == null ? {} : { scopes }),
      expiresAt: toExpiry(expiresAt),
      ratePerMinute: ratePerMinute ?? null,
      actor,
    };
    const { key, ...made } = granted(await this.admin.apiKeys.create(wanted));
    return { ...toApiKeyView(made), key };
  }

  @Post(':keyId/revoke')
  @HttpCode(200)
  async revoke(
    @Param('shopId', shopName) shopId: string,
    @Param('keyId', keyName) keyId: string,
    @Administrator() actor: string,
  ): Promise<ApiKeyView> {
    return toApiKeyView(granted(await this.admin.apiKeys.revoke({ shopId, keyId, actor })));
  }
}
