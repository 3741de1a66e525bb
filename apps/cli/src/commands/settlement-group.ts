/** Under this the help lists what finance runs. */
export const SETTLEMENT = 'Settlement and recovery (docs/settlement.md)';
