import type { CaseView } from '#payments';
import type { Protocol } from './protocol.js';
import { ScenarioFailure } from './protocol.js';
import type { TrialDesk } from './trial-desk.js';

/** Expects the case of a payment, and closes it: what a trial opened must not wait for a person. */
export async function closeCase(
  desk: TrialDesk,
  protocol: Protocol,
  wanted: { paymentId: string; kind: CaseView['kind'] },
): Promise<void> {
  const found = await desk.eventually(async () => {
    const { data } = (await desk.expectApi('GET', `/v1/cases?state=open&kind=${wanted.kind}`)) as { data: CaseView[] };
    return data.find(({ paymentId }) => paymentId === wanted.paymentId) ?? null;
  });
  if (!found) throw new ScenarioFailure(`No case ${wanted.kind} was opened.`);
  protocol.note(`The case ${wanted.kind} was opened.`);
  protocol.evidence('Case', found.id);
  await desk.oneEvent(wanted.paymentId, 'order.review_required', protocol);
  await desk.expectApi('POST', `/v1/cases/${found.id}/resolve`, { resolution: 'close', reason: 'Go-live test.' });
  protocol.note('It was closed with a reason.');
}
