import { IsInt, Max, Min } from 'class-validator';
import { Env } from '../config/env.decorator';

/** How long alerts are remembered. */
export class AlertsConfig {
  @Env('ALERT_KEEP_DAYS', { description: 'Days for which resolved alerts are kept.' })
  @IsInt()
  @Min(1)
  @Max(3_650)
  keepDays: number = 180;
}
