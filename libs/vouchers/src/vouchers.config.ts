import { IsInt, Max, Min } from 'class-validator';
import { Env } from '@app/platform';

/** Terms of hotspot and vouchers. */
export class VouchersConfig {
  @Env('HOTSPOT_POLL_INTERVAL_MS', { description: 'Pause between two readings of the hotspot users of a router.' })
  @IsInt()
  @Min(5_000)
  @Max(3_600_000)
  pollIntervalMs: number = 60_000;

  @Env('VOUCHER_ORDER_MINUTES', { description: 'How long an order of the voucher shop can be paid.' })
  @IsInt()
  @Min(10)
  @Max(10_080)
  orderMinutes: number = 120;
}
