import { PassThrough } from 'node:stream';
import { Controller, Get, HttpCode, Inject, Post, Query, StreamableFile } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  createSettlement,
  limaInstant,
  plainAmounts,
  type ReportDays,
  ReportRows,
  SETTLEMENT_HEADINGS,
  type Settlement,
  type SettlementAccount,
  settlementAccounts,
  settlementFiles,
  writeCsv,
} from '#payments';
import { type Clock } from '#platform';
import { problem } from '../problems.js';
import { PRODUCT_CLOCK } from '../tokens.js';
import { reportDays } from './report-days.js';
import { SettlementQuery, SettlementTableQuery } from './settlement.dto.js';

/** Beyond it a table is no reading matter: the CSV has all of it. */
const ROWS_SHOWN = 200;
const FILES_SHOWN = 10;

interface Asked {
  readonly account: SettlementAccount;
  readonly accounts: readonly SettlementAccount[];
  readonly days: ReportDays;
}

/** What `chasqui settlement report` says (requirement R25). Files and rules are the command line's. */
@Controller('api/settlement')
export class SettlementController {
  private readonly settlement: Settlement;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(PRODUCT_CLOCK) private readonly clock: Clock,
  ) {
    this.settlement = createSettlement(dataSource, clock);
  }

  /** Changes nothing: cases that follow are opened by `POST`. */
  @Get()
  async look(@Query() query: SettlementQuery): Promise<unknown> {
    const { account, accounts, days } = await this.asked(query);
    const sight = await this.settlement.reports.look(account.id, days);
    const files = await settlementFiles(this.dataSource, account.id, FILES_SHOWN);
    return plain({
      account: account.slug,
      currency: account.currency,
      accounts: accounts.map(({ slug }) => slug),
      ...days,
      ...sight,
      hasRules: (await this.settlement.rules.of(account.id)).length > 0,
      files: files.map(({ id: _, importedAt, coversFrom, coversUntil, ...file }) => ({
        ...file,
        importedAt: limaInstant(importedAt),
        coversFrom: coversFrom && limaInstant(coversFrom),
        coversUntil: coversUntil && limaInstant(coversUntil),
      })),
    });
  }

  /** The first rows of a table, as `{ heading, rows, more }`. */
  @Get('table')
  async table(@Query() { by, ...query }: SettlementTableQuery): Promise<unknown> {
    const rows: (readonly (string | null)[])[] = [];
    const enough = new Error('enough');
    try {
      await (
        await this.rows(query)
      ).each(by, async (_entry, cells) => {
        if (rows.length === ROWS_SHOWN) throw enough;
        rows.push(cells);
      });
      return { heading: SETTLEMENT_HEADINGS[by], rows, more: false };
    } catch (error) {
      if (error !== enough) throw error;
      return { heading: SETTLEMENT_HEADINGS[by], rows, more: true };
    }
  }

  /** The whole table, for accounting. What breaks on the way ends the answer early, and the browser says so. */
  @Get('table.csv')
  async csv(@Query() { by, ...query }: SettlementTableQuery): Promise<StreamableFile> {
    const { account, days } = await this.asked(query);
    const rows = await this.rows(query);
    const body = new PassThrough();
    void writeCsv(body, SETTLEMENT_HEADINGS[by], (tell) => rows.each(by, (_entry, cells) => tell(cells))).catch(
      (error: unknown) => body.destroy(error instanceof Error ? error : new Error(String(error))),
    );
    return new StreamableFile(body, {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="settlement-${account.slug}-${by}-${days.from}-${days.to}.csv"`,
    });
  }

  /** Opens the cases that follow from the files, as the command does. */
  @Post('cases')
  @HttpCode(200)
  async open(@Query() query: SettlementQuery): Promise<{ casesOpened: number }> {
    const { account, days } = await this.asked(query);
    const { casesOpened } = await this.settlement.reports.report(account.id, days);
    return { casesOpened };
  }

  private async rows(query: SettlementQuery): Promise<ReportRows> {
    const { account, days } = await this.asked(query);
    const { reports } = this.settlement;
    return new ReportRows(reports, await reports.look(account.id, days), { accountId: account.id, days });
  }

  private async asked({ account: slug, ...given }: SettlementQuery): Promise<Asked> {
    const days = reportDays(given, this.clock.now());
    const accounts = await settlementAccounts(this.dataSource);
    const account = slug === undefined ? accounts[0] : accounts.find((candidate) => candidate.slug === slug);
    if (!account) {
      const known = accounts.map((candidate) => candidate.slug).join(', ');
      throw problem('account_not_found', `There is no account "${slug ?? ''}". There are: ${known}.`);
    }
    return { account, accounts, days };
  }
}

/** Amounts as decimal strings. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, plainAmounts));
}
