export { FrozenClock } from './frozen-clock.js';
export { freePort } from './free-port.js';
export {
  merchantReceiver,
  type MerchantReceiver,
  type MerchantReceiverOptions,
  type ReceivedDelivery,
  type ReceivedEvent,
  type ReceiverBehaviour,
} from './merchant-receiver.js';
export { hasOpenssl } from './openssl.js';
export { postgresServer, type PostgresServer, type PostgresServerOptions } from './postgres-server.js';
export { keepProcessLog } from './process-logs.js';
export { emptyQueueTables, queueServer, type QueueServer } from './queue-server.js';
export { RecordedLog, type LogLine } from './recorded-log.js';
export { redisServer, type RedisServer, type RedisServerOptions } from './redis-server.js';
export { spawnApp, type AppLogLine, type SpawnedApp } from './spawn-app.js';
export {
  TEST_API_KEY,
  TEST_OPERATOR,
  testConfig,
  testEnvironment,
  type TestEnvironmentOptions,
} from './test-config.js';
export { testDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.js';
export { TestGateway } from './test-gateway.js';
export { hasRedisServer, testQueue, testQueueKind, type TestQueue, type TestQueueKind } from './test-queue.js';
export { TEST_MASTER_KEY, testShop, type TestShop } from './test-shop.js';
export { waitFor, type WaitOptions } from './wait-for.js';
