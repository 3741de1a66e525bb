import type { ChecklistItem } from './go-live-report.js';

/** What no program can see from here. */
export const peoplesItems: readonly ChecklistItem[] = [
  item('Address given to PagoEfectivo', 'PagoEfectivo has registered the address for notifications of every service.'),
  item(
    'Egress address given to PagoEfectivo',
    'PagoEfectivo has the address that calls leave from on its list, where it keeps one.',
  ),
  item('Terms', 'Life of a code, largest amount, commission and payout cycle are set as the contract has them.'),
  item(
    'First real payment',
    'One small payment in production was paid at an agent, shipped, and found in the merchant panel.',
  ),
  item('Refunds', 'Somebody knows how money is paid back, and who approves it.'),
  item('Backup', 'A backup of the database was restored once, and the master key is kept elsewhere.'),
  item('Watch', '`doctor` runs by a timer, the metrics are looked at, and somebody is called when they are not well.'),
];

function item(title: string, what: string): ChecklistItem {
  return { title, verdict: 'person', what, mend: null };
}
