import type { DataSource } from 'typeorm';
import { endpointReport } from '#payments';
import { type Finding, ok, warn } from '../finding.js';

/** Whether somebody hears that an order was paid (requirement R21). */
export async function checkEndpoints(dataSource: DataSource): Promise<Finding[]> {
  const endpoints = await endpointReport(dataSource);
  const waiting = endpoints.filter((endpoint) => !endpoint.enabled && endpoint.waiting > 0);
  if (waiting.length > 0) {
    return waiting.map(({ id, shopId, url, disabledReason, waiting: count }) =>
      warn(
        'endpoints',
        `${count} events wait for endpoint ${id} of shop ${shopId} (${url}), which is disabled${disabledReason === 'gone' ? ' because it answered 410' : ''}.`,
        `Enable it: \`chasqui endpoint update --shop ${shopId} --endpoint ${id} --enabled yes\`, or remove it.`,
      ),
    );
  }
  return [ok('endpoints', `${endpoints.length} webhook endpoints; none that is disabled has events waiting.`)];
}
