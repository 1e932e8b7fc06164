import { Inject, Injectable } from '@nestjs/common';
import { Logger, type Params, PARAMS_PROVIDER_TOKEN, PinoLogger } from 'nestjs-pino';

/** Where Nest tells about every module and route that it puts together. */
const BOOT_CHATTER = new Set<unknown>(['InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

/** nestjs-pino's logger for `app.useLogger`; the hundreds of lines of a boot are for `debug` only. */
@Injectable()
export class AppLogger extends Logger {
  constructor(logger: PinoLogger, @Inject(PARAMS_PROVIDER_TOKEN) params: Params) {
    super(logger, params);
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (BOOT_CHATTER.has(rest.at(-1))) this.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}
