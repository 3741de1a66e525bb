import type { components, paths } from './openapi.js';

type PaymentAnswered = {
  readonly 200: { readonly content: { readonly 'application/json': components['schemas']['PaymentAnswer'] } };
};
type ById = { readonly path: { readonly id: string } };

/** Routes of the contract that the description does not list yet. */
interface UpcomingRoutes {
  readonly '/v1/payments/{id}/extend': {
    readonly post: {
      readonly parameters: ById;
      readonly requestBody: { readonly content: { readonly 'application/json': { readonly expiresAt: string } } };
      readonly responses: PaymentAnswered;
    };
  };
  readonly '/v1/payments/{id}/reissue': {
    readonly post: {
      readonly parameters: ById;
      readonly requestBody: { readonly content: { readonly 'application/json': { readonly expiresAt?: string } } };
      readonly responses: PaymentAnswered;
    };
  };
  readonly '/v1/payments/{id}/instructions': {
    readonly get: {
      readonly parameters: ById & { readonly query?: { readonly lang?: 'es' | 'en' } };
      readonly responses: {
        readonly 200: { readonly content: { readonly 'application/json': Readonly<Record<string, unknown>> } };
      };
    };
  };
}

export type Routes = paths & Omit<UpcomingRoutes, keyof paths>;
