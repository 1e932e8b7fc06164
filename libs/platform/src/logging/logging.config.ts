import { IsIn } from 'class-validator';
import { Env } from '../config/env.decorator';

/** How much is logged; the form is always one JSON object per line on standard output. */
export class LoggingConfig {
  @Env('LOG_LEVEL', { description: 'trace, debug, info, warn, error or silent.' })
  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
  level: string = 'info';
}
