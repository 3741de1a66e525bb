import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { type Administration, type AdminKeyView, toAdminKeyView } from '#payments';
import { type Page, pageOf, PAGE_SIZE } from '../page.js';
import { ADMINISTRATION } from '../tokens.js';
import { Administrator } from './administrator.js';
import { CreateAdminKeyDto, toExpiry } from './keys.dto.js';
import { AdminPageQuery, NamePipe } from './names.js';
import { granted } from './outcomes.js';

@Controller('api/admin/admin-keys')
export class AdminKeysController {
  constructor(@Inject(ADMINISTRATION) private readonly admin: Administration) {}

  @Get()
  async list(@Query() { cursor, limit = PAGE_SIZE }: AdminPageQuery): Promise<Page<AdminKeyView>> {
    const found = await this.admin.adminKeys.list({ before: cursor ?? null, limit: limit + 1 });
    return pageOf(found.map(toAdminKeyView), limit);
  }

  /** `key` is in this answer and in no other. */
  @Post()
  async create(
    @Body() { name, expiresAt }: CreateAdminKeyDto,
    @Administrator() actor: string,
  ): Promise<AdminKeyView & { key: string }> {
    const wanted = { name, expiresAt: toExpiry(expiresAt), actor };
    const { key, ...made } = granted(await this.admin.adminKeys.create(wanted));
    return { ...toAdminKeyView(made), key };
  }

  @Post(':id/revoke')
  @HttpCode(200)
  async revoke(
    @Param('id', new NamePipe('admin_key')) keyId: string,
    @Administrator() actor: string,
  ): Promise<AdminKeyView> {
    return toAdminKeyView(granted(await this.admin.adminKeys.revoke({ keyId, actor })));
  }
}
