import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { type AccountSummary, type AccountView, type Administration, toAccountView } from '#payments';
import { formatDuration } from '#platform';
import { type Page, pageOf, PAGE_SIZE } from '../page.js';
import { ADMINISTRATION } from '../tokens.js';
import {
  AccountsQuery,
  ChangeAccountDto,
  CreateAccountDto,
  RotateSecretDto,
  toAccountChange,
  toOverlapMs,
} from './accounts.dto.js';
import { Administrator } from './administrator.js';
import { NamePipe } from './names.js';
import { granted, present } from './outcomes.js';

const accountName = new NamePipe('account');

/** `:account` is an id or a slug. No answer holds a key. */
@Controller('api/admin/accounts')
export class AccountsController {
  constructor(@Inject(ADMINISTRATION) private readonly admin: Administration) {}

  @Get()
  async list(@Query() { cursor, merchantId, limit = PAGE_SIZE }: AccountsQuery): Promise<Page<AccountView>> {
    const query = { before: cursor ?? null, merchantId: merchantId ?? null, limit: limit + 1 };
    return pageOf((await this.admin.accounts.list(query)).map(viewOf), limit);
  }

  @Post()
  async create(@Body() body: CreateAccountDto, @Administrator() actor: string): Promise<AccountView> {
    const { sandbox, ...wanted } = body;
    return viewOf(granted(await this.admin.accounts.create({ ...wanted, sandbox: sandbox ?? false, actor })));
  }

  @Get(':account')
  async get(@Param('account', accountName) account: string): Promise<AccountView> {
    return viewOf(present(await this.admin.accounts.get(account), 'account', account));
  }

  @Patch(':account')
  async change(
    @Param('account', accountName) account: string,
    @Body() body: ChangeAccountDto,
    @Administrator() actor: string,
  ): Promise<AccountView> {
    return viewOf(granted(await this.admin.accounts.update({ account, change: toAccountChange(body), actor })));
  }

  /** It takes no new payments; what it has goes on. */
  @Post(':account/disable')
  @HttpCode(200)
  async disable(@Param('account', accountName) account: string, @Administrator() actor: string): Promise<AccountView> {
    return viewOf(granted(await this.admin.accounts.setDisabled({ account, disabled: true, actor })));
  }

  @Post(':account/enable')
  @HttpCode(200)
  async enable(@Param('account', accountName) account: string, @Administrator() actor: string): Promise<AccountView> {
    return viewOf(granted(await this.admin.accounts.setDisabled({ account, disabled: false, actor })));
  }

  @Post(':account/rotate-secret')
  @HttpCode(200)
  async rotateSecret(
    @Param('account', accountName) account: string,
    @Body() { secretKey, accessKey, overlap, verifyOnly }: RotateSecretDto,
    @Administrator() actor: string,
  ): Promise<AccountView> {
    const wanted = {
      account,
      secretKey,
      accessKey: accessKey ?? null,
      overlapMs: toOverlapMs(overlap),
      verifyOnly: verifyOnly ?? false,
      actor,
    };
    return viewOf(granted(await this.admin.accounts.rotateSecret(wanted)));
  }
}

function viewOf(account: AccountSummary): AccountView {
  return toAccountView(account, formatDuration);
}
