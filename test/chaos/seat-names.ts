export const SEATS = [
  'door-a',
  'door-b',
  'inbox-a',
  'inbox-b',
  'finder-a',
  'finder-b',
  'clock-a',
  'clock-b',
  'teller-a',
  'teller-b',
] as const;
/** One process of the product: the app's role, and which of its two copies. */
export type SeatName = (typeof SEATS)[number];
