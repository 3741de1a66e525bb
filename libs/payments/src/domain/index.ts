export * from './decide.js';
export { INTENT_GRACE_MS, type Decision, type DecisionContext } from './payment-desk.js';
export * from './money.js';
export * from './observation.js';
export * from './order-book.js';
export * from './payment-state.js';
export * from './poll-schedule.js';
export * from './receipt-fold.js';
export * from './transaction-code.js';
