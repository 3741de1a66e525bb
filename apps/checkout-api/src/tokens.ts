/** What is provided under no class of its own. */
export const PAYMENTS = Symbol('PAYMENTS');
export const CLOCK = Symbol('CLOCK');
