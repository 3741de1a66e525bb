import { limaInstant } from '#payments';
import { SystemClock } from '#platform';
import type { ScenarioResult } from './go-live-report.js';

/** When something was tried is told in the world's time, wherever the sandbox has moved the product's clock to. */
const world = new SystemClock();

/** What came of a scenario is not what had to come of it. */
export class ScenarioFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ScenarioFailure';
  }
}

/** It could not be tried here; the message says what is missing. */
export class NotTried extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotTried';
  }
}

export function worldNow(): string {
  return limaInstant(world.now());
}

/** Writes down what a scenario did and saw. */
export class Protocol {
  private readonly steps: { at: string; what: string }[] = [];
  private readonly found: { name: string; value: string }[] = [];

  note(what: string): void {
    this.steps.push({ at: worldNow(), what });
  }

  evidence(name: string, value: string | null): void {
    if (value !== null && value !== '') this.found.push({ name, value });
  }

  /** Notes what was seen; throws when it was not what had to be. */
  expect(isSo: boolean, seen: string, otherwise: string): void {
    if (!isSo) throw new ScenarioFailure(otherwise);
    this.note(seen);
  }

  written(): Pick<ScenarioResult, 'steps' | 'evidence'> {
    return { steps: [...this.steps], evidence: [...this.found] };
  }
}
