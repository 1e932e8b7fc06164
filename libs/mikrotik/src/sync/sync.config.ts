import { IsInt, Max, Min } from 'class-validator';
import { Env } from '@app/platform';

/** When the sync asks a person first, when it complains, and what it remembers. */
export class SyncConfig {
  @Env('ROUTER_BRAKE_MIN', {
    description:
      'So many objects of a router may be removed, and as many disabled or isolated, without asking anybody.',
  })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  brakeMin: number = 25;

  @Env('ROUTER_BRAKE_REMOVE_PERCENT', {
    description:
      'Beyond ROUTER_BRAKE_MIN: the share of our objects on a router that may be removed within ten minutes. 100 = no brake.',
  })
  @IsInt()
  @Min(0)
  @Max(100)
  brakeRemovePercent: number = 20;

  @Env('ROUTER_BRAKE_CUT_PERCENT', {
    description:
      'Beyond ROUTER_BRAKE_MIN: the share of our objects on a router that may be disabled or isolated within ten minutes. ' +
      '100 = no brake.',
  })
  @IsInt()
  @Min(0)
  @Max(100)
  brakeCutPercent: number = 50;

  @Env('ROUTER_SYNC_LAG_ALERT_SECONDS', {
    description: 'An object that has waited so long to be written to its router raises an alert.',
  })
  @IsInt()
  @Min(5)
  @Max(86_400)
  lagAlertSeconds: number = 300;

  @Env('ROUTER_DRIFT_KEEP_DAYS', { description: 'Days for which the comparisons of routers are kept.' })
  @IsInt()
  @Min(1)
  @Max(3_650)
  driftKeepDays: number = 90;
}
