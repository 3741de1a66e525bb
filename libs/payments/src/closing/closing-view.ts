import { HOLD_SENTENCES, type HoldReason } from '../domain/index.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { ClosingProgress } from './closing-progress.js';

/** Progress as command line and console tell it: instants in Lima time, reasons with their sentence. */
export interface ClosingView extends Omit<ClosingProgress, 'oldestDueAt' | 'endsAt' | 'held'> {
  readonly oldestDueAt: string | null;
  readonly endsAt: string | null;
  readonly held: readonly {
    readonly why: HoldReason;
    readonly sentence: string;
    readonly count: number;
    /** When the first of them is looked at again. */
    readonly nextAt: string;
  }[];
}

export function toClosingView(progress: ClosingProgress): ClosingView {
  const { oldestDueAt, endsAt, held } = progress;
  return {
    ...progress,
    oldestDueAt: oldestDueAt && limaInstant(oldestDueAt),
    endsAt: endsAt && limaInstant(endsAt),
    held: held.map(({ why, count, nextAt }) => ({
      why,
      sentence: HOLD_SENTENCES[why],
      count,
      nextAt: limaInstant(nextAt),
    })),
  };
}
