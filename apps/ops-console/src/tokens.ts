import type { InjectionToken } from '@nestjs/common';
import type { Payments } from '#payments';

/** Everything about payments, wired for this process. */
export const PAYMENTS: InjectionToken<Payments> = Symbol('PAYMENTS');
