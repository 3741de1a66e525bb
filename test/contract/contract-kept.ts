import type { ApiContract, SeenAnswer } from './api-contract.js';
import { takeSeenAnswers } from './seen-answers.js';

let contract: Promise<ApiContract> | undefined;

/** Throws when an answer of a checkout API since the last call is not as its description says. */
export async function assertContractKept(): Promise<void> {
  const answers = await takeSeenAnswers();
  // Specs without a checkout API pay nothing for this.
  if (answers.length === 0) return;
  const judge = await (contract ??= loadContract());
  const broken = new Set(
    answers.flatMap((answer) => judge.differences(answer).map((what) => `${nameOf(answer)}: ${what}`)),
  );
  if (broken.size === 0) return;
  throw new Error(
    `The checkout API answered otherwise than its description says:\n${[...broken].map((line) => `  ${line}\n`).join('')}` +
      'Mend the answer, or the description beside its controller; then npm run client:generate.',
  );
}

async function loadContract(): Promise<ApiContract> {
  const { ApiContract, committedDescription } = await import('./api-contract.js');
  return new ApiContract(committedDescription());
}

function nameOf({ method, route, status }: SeenAnswer): string {
  return `${method} ${route} → ${status}`;
}
