import { Controller, Get, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { secretInventory, type SecretView, toSecretView } from '#payments';
import { type Clock } from '#platform';
import { PRODUCT_CLOCK } from '../tokens.js';

/** Every secret in force with its age, last use and end; never a value (requirement R16). */
@Controller('api/secrets')
export class SecretsController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(PRODUCT_CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async list(): Promise<{ data: readonly SecretView[] }> {
    const now = this.clock.now();
    const secrets = await secretInventory(this.dataSource, { now });
    return { data: secrets.map((secret) => toSecretView(secret, now)) };
  }
}
