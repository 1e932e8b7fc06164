import { IsIn, MinLength, ValidateIf } from 'class-validator';
import { Env } from '../config/env.decorator';

/** Who may read `/metrics`. */
export class MetricsConfig {
  @Env('METRICS_PUBLIC', {
    description:
      'Let anybody read /metrics. true, false or auto: yes in development, test and the demo, no in staging and production.',
  })
  @IsIn(['auto', 'true', 'false'])
  publicAccess: string = 'auto';

  @Env('METRICS_TOKEN', {
    description: 'Bearer token of the collector (Prometheus) where /metrics is not public; at least 16 characters.',
    secret: true,
  })
  @ValidateIf((config: MetricsConfig) => config.token !== '')
  @MinLength(16, { message: 'must have at least 16 characters' })
  token: string = '';
}
