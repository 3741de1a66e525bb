import { Global, Module, type DynamicModule, type ModuleMetadata, type Provider } from '@nestjs/common';
import { HealthRegistry } from '../health/health-registry.js';
import type { Log } from '../log/log.js';
import { Metrics } from '../metrics/metrics.js';

/** Injection token of the app's log: `constructor(@Inject(LOG) private readonly log: Log)`. */
export const LOG = Symbol('LOG');

export type AppModule = NonNullable<ModuleMetadata['imports']>[number];

export interface PlatformParts {
  log: Log;
  health: HealthRegistry;
  metrics: Metrics;
}

/** What every provider of an app may ask for without importing anything: `LOG`, `HealthRegistry`, `Metrics`. */
@Global()
@Module({})
export class PlatformModule {
  static of(parts: PlatformParts): DynamicModule {
    const providers: Provider[] = [
      { provide: LOG, useValue: parts.log },
      { provide: HealthRegistry, useValue: parts.health },
      { provide: Metrics, useValue: parts.metrics },
    ];
    return { module: PlatformModule, providers, exports: providers };
  }
}

/** The root that puts the platform's parts beside the app's own module. */
@Module({})
export class HttpAppModule {
  static of(appModule: AppModule, parts: PlatformParts): DynamicModule {
    return { module: HttpAppModule, imports: [PlatformModule.of(parts), appModule] };
  }
}
