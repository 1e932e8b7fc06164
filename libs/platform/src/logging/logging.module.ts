import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { AppLogger } from './app-logger';
import { LoggingConfig } from './logging.config';
import { logOptions } from './log-options';

/**
 * JSON logs for Nest's `Logger` everywhere: `app.useLogger(app.get(AppLogger))`. Requests are logged by
 * `registerRequestLog`, not by pino-http, so that health checks and metrics stay out and nothing of a request but its
 * route is written down.
 */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [LoggingConfig],
      useFactory: ({ level }: LoggingConfig) => ({
        pinoHttp: { ...logOptions(level), autoLogging: false },
        forRoutes: [],
      }),
    }),
  ],
  providers: [AppLogger],
  exports: [LoggerModule, AppLogger],
})
export class LoggingModule {}
