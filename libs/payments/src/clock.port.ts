/** The only source of business time. Leases use the database's own clock instead. */
export interface Clock {
  now(): Date;
}
