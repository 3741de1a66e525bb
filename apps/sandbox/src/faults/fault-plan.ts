import { parseDuration } from '#platform';
import type { Faults, Operation, SearchOddity } from './faults.js';

export interface PlannedFailure {
  status: number;
  html: boolean;
  /** True: the request is carried out first. */
  afterHandling: boolean;
}

/** What the switches do to one request. */
export interface FaultPlan {
  dropBefore: boolean;
  latencyMs: number;
  failure: PlannedFailure | null;
  dropAfter: boolean;
  answerNever: boolean;
  lateAnswerMs: number;
  searchLagMs: number;
  emptySearch: boolean;
  searchOddity: SearchOddity | null;
  /** True when any request fault applied, so that the request counts against `times`. */
  matched: boolean;
}

const HTML_STATUS = 502;
const DEFAULT_STATUS = 500;

/** `roll` is a number from 0 to 1 that decides whether this request is among the `errorRate` share. */
export function planFaults(faults: Readonly<Faults>, operation: Operation, roll: number): FaultPlan {
  const active = faults.times !== 0 && (faults.operations === null || faults.operations.includes(operation));
  const onSearch = active && operation === 'search';
  const onEffect = active && (faults.operations !== null || operation === 'create');
  const errorRate = faults.errorRate ?? (faults.status !== null || faults.htmlErrors ? 1 : 0);
  const latency = active ? latencyOf(faults, operation) : null;
  const plan: FaultPlan = {
    dropBefore: active && faults.dropConnection,
    latencyMs: latency === null ? 0 : parseDuration(latency),
    failure: active && roll < errorRate ? failureOf(faults) : null,
    dropAfter: onEffect && faults.dropAfterHandling,
    answerNever: onEffect && faults.answerNever,
    lateAnswerMs: onEffect && faults.lateAnswer !== null ? parseDuration(faults.lateAnswer) : 0,
    searchLagMs: onSearch && faults.searchLag !== null ? parseDuration(faults.searchLag) : 0,
    emptySearch: onSearch && faults.emptySearch,
    searchOddity: onSearch ? faults.searchOddity : null,
    matched: false,
  };
  const applies =
    plan.dropBefore ||
    plan.latencyMs > 0 ||
    plan.dropAfter ||
    plan.answerNever ||
    plan.lateAnswerMs > 0 ||
    plan.searchLagMs > 0 ||
    plan.emptySearch ||
    plan.searchOddity !== null ||
    (active && errorRate > 0);
  return { ...plan, matched: applies };
}

function failureOf(faults: Readonly<Faults>): PlannedFailure {
  const status = faults.htmlErrors ? HTML_STATUS : (faults.status ?? DEFAULT_STATUS);
  return { status, html: faults.htmlErrors, afterHandling: faults.errorAfterHandling };
}

function latencyOf(faults: Readonly<Faults>, operation: Operation): string | null {
  if (faults.latency === null || typeof faults.latency === 'string') return faults.latency;
  return faults.latency[operation] ?? null;
}

/** A repeatable stream of numbers from 0 to 1 (mulberry32): which requests fail depends on seed and order alone. */
export function seededRolls(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** "-PT10M" → -600000. */
export function signedDurationMs(text: string): number {
  return text.startsWith('-') ? -parseDuration(text.slice(1)) : parseDuration(text);
}
