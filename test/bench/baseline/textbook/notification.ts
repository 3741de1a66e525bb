/** The body of a webhook, and the data of its job. */
export interface Notification {
  readonly eventType: string;
  readonly operationNumber: string;
  readonly data: { readonly cip: string; readonly currency: string; readonly amount: number };
}
