import type { InjectionToken } from '@nestjs/common';
import type { Administration, Payments } from '#payments';

/** Everything about payments, wired for this process. */
export const PAYMENTS: InjectionToken<Payments> = Symbol('PAYMENTS');

/** Merchants, shops, keys and accounts. */
export const ADMINISTRATION: InjectionToken<Administration> = Symbol('ADMINISTRATION');
