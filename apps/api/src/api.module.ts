import { type DynamicModule, Module } from '@nestjs/common';
import {
  HttpConfig,
  HttpPlatformModule,
  LoggingConfig,
  LoggingModule,
  MetricsConfig,
  PlatformModule,
} from '@app/platform';

/** The REST application: platform, then every lib's HTTP module. */
@Module({})
export class ApiModule {
  /** @throws ConfigError naming every mistake of the environment */
  static forRoot(): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PlatformModule.forRoot('langgan-api', [HttpConfig, LoggingConfig, MetricsConfig]),
        LoggingModule,
        HttpPlatformModule,
      ],
    };
  }
}
