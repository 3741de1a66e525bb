import type { ChasquiConfig } from '#platform';
import { fail, type Finding, ok, warn } from '../finding.js';

const NAMES = 'Set WEBHOOK_ALLOWED_SOURCES to the networks that PagoEfectivo sends from; ask them for the list';

/** A notification needs a known address beside a valid signature (requirement R6). */
export function checkAllowList({ ingress, profile, database }: ChasquiConfig, takesRealMoney: boolean): Finding[] {
  const { allowedSources, trustedProxies } = ingress;
  if (allowedSources === 'any') {
    const what = 'WEBHOOK_ALLOWED_SOURCES is any: a notification needs only a valid signature, not a known address.';
    return [
      takesRealMoney ? fail('allow-list', what, `${NAMES}.`) : warn('allow-list', what, `${NAMES}, for real money.`),
    ];
  }
  if (allowedSources.length > 0) {
    const behind = trustedProxies.length === 0 ? '' : `, as told by proxies in ${trustedProxies.join(', ')}`;
    return [ok('allow-list', `Notifications are taken from ${allowedSources.join(', ')}${behind}.`)];
  }
  // The command line beside `npm start`, which brings its own.
  if (profile === 'cli' && database.url === null) {
    return [ok('allow-list', 'Notifications are taken from this machine, as `npm start` has it.')];
  }
  return [
    fail(
      'allow-list',
      'WEBHOOK_ALLOWED_SOURCES is not set here: with this environment webhook-ingest does not start.',
      `${NAMES}. Ask the doctor in the environment that the product runs in.`,
    ),
  ];
}
