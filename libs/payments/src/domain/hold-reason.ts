/** Why the clock may not close a payment yet. */
export type HoldReason =
  | 'notification_waiting'
  | 'gateway_unreachable'
  | 'no_status'
  | 'other_reference'
  | 'new_code'
  | 'delete_unconfirmed'
  | 'delete_waits';

/** What a timeline and a case say about it. */
export const HOLD_SENTENCES: Record<HoldReason, string> = {
  notification_waiting: 'A notification waits to be applied.',
  gateway_unreachable: 'PagoEfectivo could not be asked.',
  no_status: 'PagoEfectivo gave no status for the CIP.',
  other_reference: 'PagoEfectivo knows the CIP under another reference.',
  new_code: 'Another CIP of the payment turned up.',
  delete_unconfirmed: 'The delete of the CIP is not confirmed.',
  delete_waits: 'The CIP is deleted when its turn comes: the budget of calls is used up, or calls under way are slow.',
};

/** What the last question may bring when it brings an end. */
export type ConfirmedAnswer = 'never_had_a_cip' | 'expired' | 'removed';

/** These end after EXPIRY_MAX_HOLD: the payment closes unconfirmed, with a case. */
export type UnconfirmedReason = Extract<
  HoldReason,
  'gateway_unreachable' | 'no_status' | 'other_reference' | 'delete_unconfirmed'
>;

export function isUnconfirmedReason(reason: HoldReason | ConfirmedAnswer): reason is UnconfirmedReason {
  switch (reason) {
    case 'gateway_unreachable':
    case 'no_status':
    case 'other_reference':
    case 'delete_unconfirmed':
      return true;
    case 'never_had_a_cip':
    case 'expired':
    case 'removed':
    case 'notification_waiting':
    case 'new_code':
    case 'delete_waits':
      return false;
  }
}
