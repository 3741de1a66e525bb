import type { Protocol } from './protocol.js';
import type { TrialDesk } from './trial-desk.js';

/** Beside the shop: what a scenario looks at that no shop is shown. */
export interface TrialBackstage {
  /** How many messages about a CIP were kept as evidence, signed by nobody we know. */
  readonly forgeries: (cip: string) => Promise<number>;
  /** How long a caller of the checkout API waits, as this environment has it. */
  readonly callerWaitMs: number;
  /** Whether the sandbox's clock may be moved. */
  readonly advanceClock: boolean;
  /** EXPIRY_GRACE, as this environment has it. */
  readonly graceMs: number;
}

/** One thing that will happen in production, made to happen here. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  /** Throws `ScenarioFailure`, or `NotTried` where something for it is missing. */
  run(desk: TrialDesk, protocol: Protocol, backstage: TrialBackstage): Promise<void>;
}
