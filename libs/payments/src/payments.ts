import type { DataSource } from 'typeorm';
import { Watch } from './alerts/watch.js';
import { AccountDirectory } from './accounts/account-directory.js';
import { ShopOffers } from './accounts/shop-offer.js';
import { CaseSweep } from './cases/case-sweep.js';
import { ReviewCases } from './cases/review-cases.js';
import { UnknownCipWatch } from './cases/unknown-cip.watch.js';
import { CallerWait } from './checkout/caller-wait.js';
import { CheckoutService } from './checkout/checkout.service.js';
import { IdempotencyStore } from './checkout/idempotency.store.js';
import { PaymentChanges } from './checkout/payment-changes.service.js';
import { PaymentReissue } from './checkout/payment-reissue.service.js';
import type { Clock } from './clock.port.js';
import { CipDeletes } from './closing/cip-deletes.js';
import { PaymentClosing } from './closing/payment-closing.service.js';
import { PaymentReminders } from './closing/payment-reminders.js';
import type { PollSchedule } from './domain/index.js';
import { DEFAULT_POLL_SCHEDULE } from './domain/index.js';
import type { ConnectGateway } from './gateway-commands/account-gateways.js';
import { AccountGateways } from './gateway-commands/account-gateways.js';
import { CipRetirement } from './gateway-commands/cip-retirement.js';
import { CommandSweep } from './gateway-commands/command-sweep.js';
import { CountedGateways } from './gateway-commands/counted-gateways.js';
import { GatewayCallLog } from './gateway-commands/gateway-call.log.js';
import { GatewayCommandRunner } from './gateway-commands/gateway-command.runner.js';
import { NotificationApplier } from './inbox/notification-applier.js';
import type { NotificationReader } from './inbox/notification.reader.port.js';
import { UnknownCipResolver } from './inbox/unknown-cip.resolver.js';
import { Maintenance } from './maintenance.js';
import { MessageArchive } from './records/message-archive.js';
import { PaymentLedger } from './orders/payment-ledger.js';
import { PaymentReader } from './orders/payment.reader.js';
import { PaymentTimeline } from './orders/payment.timeline.js';
import { RefundCalls } from './refunds/refund-calls.js';
import { RefundDesk } from './refunds/refund-desk.js';
import { RefundReader } from './refunds/refund.reader.js';
import type { SecretSealer } from './secret-sealer.port.js';
import type { PaymentsSignals } from './payments.signals.js';
import { CipSearch } from './searches/cip-search.service.js';
import { GatewayBreaker } from './searches/gateway-breaker.js';
import { GatewayBudget } from './searches/gateway-budget.js';
import { HeardCalls } from './gateway-commands/heard-calls.js';
import { SweepQuestions } from './gateway-commands/sweep-questions.js';
import { GatewayReport } from './searches/gateway-report.js';
import { PollSchedules } from './searches/poll-schedules.js';

/** The part of the product's configuration that this library needs; the whole configuration satisfies it. */
export interface PaymentsSettings {
  readonly gateway: {
    readonly budgetPerMinute: number;
    readonly callerWaitMs: number;
    readonly timeoutMs: number;
    readonly searchBatch: number;
    readonly pollScheduleMs: readonly number[] | null;
  };
  readonly checkout: {
    readonly publicUrl: string;
    readonly paymentTtlMs: number;
    readonly expiringSoonMs: readonly number[];
  };
  readonly expiry: { readonly graceMs: number; readonly maxHoldMs: number };
  readonly feedMonths: number;
  readonly refunds: { readonly approvalAboveMinor: bigint };
  readonly retentionMonths: number;
  readonly messageArchiveDir: string | null;
}

export interface PaymentsOptions {
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly settings: PaymentsSettings;
  /** Opens the accounts' keys. */
  readonly sealer: SecretSealer;
  readonly connect: ConnectGateway;
  readonly readNotification: NotificationReader;
  readonly signals: PaymentsSignals;
}

/** Everything about payments, wired once per process; apps pick what they need. Close it when the process ends. */
export interface Payments {
  readonly accounts: AccountDirectory;
  readonly offers: ShopOffers;
  readonly ledger: PaymentLedger;
  readonly reader: PaymentReader;
  readonly timeline: PaymentTimeline;
  readonly cases: ReviewCases;
  readonly caseSweep: CaseSweep;
  readonly checkout: CheckoutService;
  readonly changes: PaymentChanges;
  readonly reissues: PaymentReissue;
  readonly idempotency: IdempotencyStore;
  readonly gateways: AccountGateways;
  readonly commands: GatewayCommandRunner;
  readonly commandSweep: CommandSweep;
  readonly retirement: CipRetirement;
  readonly refunds: RefundDesk;
  readonly refundReader: RefundReader;
  readonly refundCalls: RefundCalls;
  readonly search: CipSearch;
  readonly gatewayReport: GatewayReport;
  readonly closing: PaymentClosing;
  readonly reminders: PaymentReminders;
  readonly applier: NotificationApplier;
  readonly resolver: UnknownCipResolver;
  readonly maintenance: Maintenance;
  readonly watch: Watch;
  close(): Promise<void>;
}

/** The schedule that all accounts have which have none of their own. */
export function pollScheduleOf(gateway: Pick<PaymentsSettings['gateway'], 'pollScheduleMs'>): PollSchedule {
  return gateway.pollScheduleMs ? { ...DEFAULT_POLL_SCHEDULE, first: gateway.pollScheduleMs } : DEFAULT_POLL_SCHEDULE;
}

/** A key's lease outlives the caller's wait by this much, so that only a dead process loses it. */
const LEASE_BEYOND_WAIT_MS = 20_000;

export function createPayments(options: PaymentsOptions): Payments {
  const { dataSource, clock, settings, signals } = options;
  const onEvents = signals.eventsWritten;
  const polls = new PollSchedules(pollScheduleOf(settings.gateway), clock);
  const calls = new GatewayCallLog(dataSource, signals.failed);
  const accounts = new AccountDirectory(dataSource, clock, options.sealer);
  const budget = new GatewayBudget(dataSource, settings.gateway.budgetPerMinute);
  const heard = new HeardCalls(budget, clock, signals.failed);
  const gateways = new AccountGateways(accounts, options.connect, calls, clock, heard);
  const ledger = new PaymentLedger(dataSource, clock, {
    publicUrl: settings.checkout.publicUrl,
    polls,
    onCasesDue: signals.casesDue,
  });
  const reader = new PaymentReader(dataSource, settings.checkout.publicUrl);
  const breaker = new GatewayBreaker(budget);
  const counted = new CountedGateways(gateways, budget, breaker);
  const givesUpAfterMs = settings.expiry.graceMs + settings.expiry.maxHoldMs;
  const commands = new GatewayCommandRunner(dataSource, ledger, counted, clock, {
    timeoutMs: settings.gateway.timeoutMs,
    givesUpAfterMs,
    onEvents,
    onFailed: signals.failed,
  });
  const questions = new SweepQuestions(budget, counted);
  const search = new CipSearch(dataSource, ledger, gateways, budget, breaker, clock, {
    batch: settings.gateway.searchBatch,
    polls,
    onEvents,
    onCasesDue: signals.casesDue,
    onOddity: signals.oddity,
  });
  const idempotency = new IdempotencyStore(dataSource, settings.gateway.callerWaitMs + LEASE_BEYOND_WAIT_MS);
  const deletes = new CipDeletes(commands, budget, clock, signals.failed);
  const wait = new CallerWait(settings.gateway.callerWaitMs, signals.failed);
  const { paymentTtlMs } = settings.checkout;
  const changing = { dataSource, ledger, runner: commands, reader, wait, clock, onEvents };
  const changes = new PaymentChanges(changing);
  const cases = new ReviewCases(dataSource, ledger, clock, onEvents);
  const unknownCips = new UnknownCipWatch({ dataSource, ledger, questions, clock, onFound: signals.inboxChanged });
  const refundReader = new RefundReader(dataSource);
  return {
    accounts,
    offers: new ShopOffers(dataSource),
    ledger,
    reader,
    timeline: new PaymentTimeline(dataSource),
    cases,
    caseSweep: new CaseSweep(dataSource, cases, unknownCips, clock, signals.failed),
    checkout: new CheckoutService(dataSource, ledger, commands, reader, idempotency, wait, clock, {
      paymentTtlMs,
      expiringSoonS: settings.checkout.expiringSoonMs.map((ms) => Math.round(ms / 1000)),
    }),
    changes,
    reissues: new PaymentReissue(changing, changes, idempotency, { paymentTtlMs }),
    idempotency,
    gateways,
    commands,
    commandSweep: new CommandSweep(dataSource, commands, questions, clock, givesUpAfterMs),
    retirement: new CipRetirement(dataSource, ledger, commands, questions, clock),
    refunds: new RefundDesk({
      dataSource,
      ledger,
      reader: refundReader,
      sealer: options.sealer,
      clock,
      onEvents,
      approvalAboveMinor: settings.refunds.approvalAboveMinor,
    }),
    refundReader,
    refundCalls: new RefundCalls(dataSource, ledger, commands, clock),
    search,
    gatewayReport: new GatewayReport(dataSource, clock, settings.gateway.budgetPerMinute),
    closing: new PaymentClosing(dataSource, ledger, deletes, search, clock, {
      ...settings.expiry,
      onEvents,
      onFailed: signals.failed,
    }),
    reminders: new PaymentReminders(dataSource, ledger, clock, { onEvents }),
    applier: new NotificationApplier(dataSource, ledger, options.readNotification, clock, {
      onEvents,
      onWaiting: signals.inboxChanged,
      onCasesDue: signals.casesDue,
      onFailed: signals.notificationFailed,
    }),
    resolver: new UnknownCipResolver(dataSource, ledger, questions, clock, { onFound: signals.inboxChanged }),
    maintenance: new Maintenance(dataSource, clock, {
      archive: new MessageArchive(dataSource, clock, settings),
      archiveFolder: settings.messageArchiveDir,
      feedMonths: settings.feedMonths,
    }),
    watch: new Watch(dataSource, clock, {
      budgetPerMinute: settings.gateway.budgetPerMinute,
      searchBatch: settings.gateway.searchBatch,
      expiry: settings.expiry,
      onFailed: signals.failed,
    }),
    close: async () => void (await Promise.all([gateways.close(), deletes.close()])),
  };
}
