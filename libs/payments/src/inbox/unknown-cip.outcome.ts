/** What a notification says that no payment took: it is taken again when its CIP becomes known after all. */
export const NO_PAYMENT_OF_OURS = 'No payment of ours has this CIP: see its case.';
