import type { AccountDirectory, Operators } from '#payments';
import type { ChasquiConfig, Log } from '#platform';

/** Makes what the environment names and the database lacks; what is there already is never changed. */
export async function seed(parts: {
  config: ChasquiConfig;
  log: Log;
  accounts: AccountDirectory;
  operators: Operators;
}): Promise<void> {
  const { config, log, accounts, operators } = parts;
  const { baseUrl, serviceId, accessKey, secretKey, secretKeyPrevious } = config.gateway;
  if (baseUrl !== null && serviceId !== null && accessKey !== null && secretKey !== null) {
    const report = await accounts.seedDefaults({
      baseUrl,
      serviceId,
      accessKey: accessKey.reveal(),
      secretKey: secretKey.reveal(),
      secretKeyPrevious: secretKeyPrevious?.reveal() ?? null,
    });
    for (const warning of report.warnings) log.warn(warning);
  }
  const { operator } = config.console;
  if (operator === null) return;
  const created = await operators.seed({ email: operator.email, password: operator.password.reveal() });
  if (created) log.info('the first operator of the console was created');
}
