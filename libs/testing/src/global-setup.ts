import type { TestProject } from 'vitest/node';
import { secretsInProcessLogs } from './process-logs.js';
import './test-context.js';
import { startTestServers, type TestServers } from './test-servers.js';

declare global {
  /** Every vitest project runs this setup in the same process; they share one set of servers. */
  var chasquiTestServers: { users: number; servers: Promise<TestServers> } | undefined;
}

/** vitest's globalSetup: the servers of the test run, ended with the last project that uses them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (globalThis.chasquiTestServers ??= {
    users: 0,
    servers: startTestServers(process.env['REDIS_TEST_URL']),
  });
  shared.users += 1;
  const servers = await shared.servers;
  project.provide('chasquiFolder', servers.folder);
  project.provide('chasquiPostgresUrl', servers.postgresUrl);
  project.provide('chasquiRedisUrl', servers.redisUrl);
  project.provide('chasquiRedisOnPath', servers.redisOnPath);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    const leaks = secretsInProcessLogs(servers.folder);
    await servers.stop();
    if (leaks.length === 0) return;
    // vitest only prints what a teardown throws.
    process.exitCode = 1;
    throw new Error(`Processes of the product wrote secrets that they were given:\n${leaks.join('\n')}`);
  };
}
