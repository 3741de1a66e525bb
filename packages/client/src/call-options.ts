export interface CallOptions {
  /** Gives the call up, repetitions included; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Of calls that the API makes once per key. */
export interface KeyedCallOptions extends CallOptions {
  /**
   * Up to 255 printable ASCII characters, new for each order. A generated one when absent, which covers the repetitions
   * of this call; give your own, stored with the order, to be safe against the death of your process too.
   */
  readonly idempotencyKey?: string | undefined;
}
