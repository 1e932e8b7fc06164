import { IsInt, Max, Min } from 'class-validator';
import { Env } from '@app/platform';

/** Terms of payments through gateways. */
export class PaymentsConfig {
  @Env('PAYMENTS_ATTEMPT_MINUTES', { description: 'Minutes for which a started payment can be made.' })
  @IsInt()
  @Min(10)
  @Max(10_080)
  attemptMinutes: number = 1_440;

  @Env('PAYMENTS_CHANNEL_MINUTES', { description: "Minutes for which a gateway's list of channels is kept (10-60)." })
  @IsInt()
  @Min(10)
  @Max(60)
  channelMinutes: number = 30;

  @Env('PAYMENTS_PAGE_TOP_UPS', { description: 'May customers fill their deposit from the page of a pay link?' })
  pageTopUps: boolean = true;

  @Env('PAYMENTS_CALLBACKS_PER_MINUTE', {
    description: 'Callbacks that one address may send per minute, in one process; far above what a gateway needs.',
  })
  @IsInt()
  @Min(60)
  @Max(1_000_000)
  callbacksPerMinute: number = 12_000;

  @Env('PAYMENTS_CALLBACK_DAYS', { description: 'Days for which processed callbacks of gateways are kept for audit.' })
  @IsInt()
  @Min(90)
  @Max(3_650)
  callbackDays: number = 400;
}
