import type { InjectionToken } from '@nestjs/common';
import type { DiagnosisSubject } from '#diagnosis';
import type { Administration, Payments } from '#payments';
import type { Clock } from '#platform';

/** Everything about payments, wired for this process. */
export const PAYMENTS: InjectionToken<Payments> = Symbol('PAYMENTS');

/** Merchants, shops, keys and accounts. */
export const ADMINISTRATION: InjectionToken<Administration> = Symbol('ADMINISTRATION');

/** What the doctor looks at, seen from this process. */
export const DIAGNOSIS: InjectionToken<DiagnosisSubject> = Symbol('DIAGNOSIS');

/** What the product takes for now; the sandbox may move it. */
export const CLOCK: InjectionToken<Clock> = Symbol('CLOCK');
