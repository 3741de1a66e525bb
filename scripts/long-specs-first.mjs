import { BaseSequencer } from 'vitest/node';

/** What takes minutes begins first, so that nobody waits for it alone at the end. */
const LONG = [
  'test/simulation/simulation.flow.',
  'test/races/races.flow.',
  'test/chaos/chaos.flow.',
  'test/flows/processes.flow.',
  'test/secrets/leaks.flow.',
  'test/e2e/first-order.',
  'test/browser/pay-page.',
];

export class LongSpecsFirst extends BaseSequencer {
  async sort(specifications) {
    const rest = await super.sort(specifications);
    const long = LONG.flatMap((name) => rest.filter(({ moduleId }) => moduleId.includes(name)));
    return [...long, ...rest.filter((specification) => !long.includes(specification))];
  }
}
