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

  @Env('PAYMENTS_ACCOUNT_MEMORY_MS', {
    description: 'Milliseconds for which a process keeps a merchant account opened; changes count elsewhere no later.',
  })
  @IsInt()
  @Min(100)
  @Max(60_000)
  accountMemoryMs: number = 5_000;

  @Env('PAYMENTS_CALLBACK_DAYS', { description: 'Days for which processed callbacks of gateways are kept for audit.' })
  @IsInt()
  @Min(90)
  @Max(3_650)
  callbackDays: number = 400;

  @Env('PAYMENTS_PROOF_DAYS', { description: 'Days for which files of transfer proofs are kept after their decision.' })
  @IsInt()
  @Min(30)
  @Max(3_650)
  proofDays: number = 365;

  @Env('PAYMENTS_SETTLEMENT_DAYS', {
    description: "Days after which a payment that no gateway's settlement report has named raises an alert; 0: never.",
  })
  @IsInt()
  @Min(0)
  @Max(60)
  settlementDays: number = 5;

  @Env('PAYMENTS_UNKNOWN_HOURS', {
    description: 'Hours after which an attempt about which its gateway gives no answer raises an alert.',
  })
  @IsInt()
  @Min(1)
  @Max(720)
  unknownHours: number = 6;
}
