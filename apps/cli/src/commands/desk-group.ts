/** Heading of what operators do about single payments and messages. */
export const DESK = 'Payments, cases, refunds, messages and events (docs/operations.md)';
