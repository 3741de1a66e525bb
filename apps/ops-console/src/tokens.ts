import type { InjectionToken } from '@nestjs/common';
import type { DiagnosisSubject } from '#diagnosis';
import type { Administration, CallBudget, Payments } from '#payments';
import type { Clock, NetworkList } from '#platform';

/** Everything about payments, wired for this process. */
export const PAYMENTS: InjectionToken<Payments> = Symbol('PAYMENTS');

/** Merchants, shops, keys and accounts. */
export const ADMINISTRATION: InjectionToken<Administration> = Symbol('ADMINISTRATION');

/** What the doctor looks at, seen from this process. */
export const DIAGNOSIS: InjectionToken<DiagnosisSubject> = Symbol('DIAGNOSIS');

/** What deadlines are judged by; a sandbox may have moved it. */
export const PRODUCT_CLOCK: InjectionToken<Clock> = Symbol('PRODUCT_CLOCK');

export const CALL_BUDGET: InjectionToken<CallBudget> = Symbol('CALL_BUDGET');

/** Whose `X-Forwarded-For` is believed. */
export const TRUSTED_PROXIES: InjectionToken<NetworkList> = Symbol('TRUSTED_PROXIES');
