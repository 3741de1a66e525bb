import type { paths } from './openapi.js';

/** Routes of the contract that the description does not list yet. */
interface UpcomingRoutes {
  readonly '/v1/payments/{id}/instructions': {
    readonly get: {
      readonly parameters: { readonly path: { readonly id: string }; readonly query?: { readonly lang?: 'es' | 'en' } };
      readonly responses: {
        readonly 200: { readonly content: { readonly 'application/json': Readonly<Record<string, unknown>> } };
      };
    };
  };
}

export type Routes = paths & Omit<UpcomingRoutes, keyof paths>;
