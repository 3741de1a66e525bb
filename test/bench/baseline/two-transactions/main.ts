// A payment created with two plain transactions around the same call to the gateway: the intent before it, the answer
// after it. No key of a caller, no validation, no stock, no history, no event.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { gatewayConnector } from '#pagoefectivo';
import { createDataSource, createHttpApp, listen, runApp, SystemClock } from '#platform';

interface CreateRequest {
  readonly orderId: string;
  readonly amount: string;
  readonly customer: { readonly email: string };
}

await runApp('two-transactions', async (config, log) => {
  const clock = new SystemClock();
  const dataSource = createDataSource({
    url: config.database.url ?? '',
    poolSize: config.database.poolSize,
    entities: [],
    migrations: [],
    applicationName: 'two-transactions',
  });
  await dataSource.initialize();
  await dataSource.query(
    `create table payment (id uuid primary key, order_id text not null unique, amount_minor bigint not null, state text not null,
       cip text, cip_url text, expires_at timestamptz not null)`,
  );
  const { baseUrl, serviceId, accessKey, secretKey } = config.gateway;
  const gateway = gatewayConnector({ clock, gateway: config.gateway })(
    {
      baseUrl: baseUrl ?? '',
      serviceId: serviceId ?? '',
      accessKey: accessKey?.reveal() ?? '',
      secretKey: secretKey?.reveal() ?? '',
    },
    () => undefined,
  );

  @Controller('v1/payments')
  class PaymentsController {
    @Post()
    async create(@Body() { orderId, amount, customer }: CreateRequest) {
      const id = randomUUID();
      const amountMinor = BigInt(amount.replace('.', ''));
      const expiresAt = new Date(clock.now().getTime() + config.checkout.paymentTtlMs);
      await dataSource.transaction((manager) =>
        manager.query(
          `insert into payment (id, order_id, amount_minor, state, expires_at) values ($1, $2, $3, 'created', $4)`,
          [id, orderId, String(amountMinor), expiresAt],
        ),
      );
      const outcome = await gateway.createCip({
        currency: 'PEN',
        amountMinor,
        transactionCode: id,
        expiresAt,
        user: { email: customer.email },
      });
      if (outcome.kind !== 'ok') throw new Error(`the gateway answered ${outcome.kind}`);
      const { number, url } = outcome.value;
      await dataSource.transaction((manager) =>
        manager.query(`update payment set state = 'pending', cip = $2, cip_url = $3 where id = $1`, [id, number, url]),
      );
      return { id, orderId, state: 'pending', amount, currency: 'PEN', cip: { number, url }, expiresAt };
    }
  }

  @Module({ controllers: [PaymentsController] })
  class TwoTransactionsModule {}

  const app = await createHttpApp(TwoTransactionsModule, { name: 'two-transactions', log });
  const url = await listen(app, { host: config.http.host, port: config.http.ports.checkoutApi });
  return {
    url,
    close: async () => {
      await app.close();
      await gateway.close();
      await dataSource.destroy();
    },
  };
});
