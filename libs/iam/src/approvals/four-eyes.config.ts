import { IsInt, Max, Min } from 'class-validator';
import { Env } from '@app/platform';

/** When a second person has to agree (billing.md Z4). */
export class FourEyesConfig {
  @Env('IAM_FOUR_EYES_LIMIT', {
    description:
      'Payments entered by hand above this amount (booking units, so rupiah) need the approval of a second user. 0: every one.',
  })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  limit: number = 5_000_000;

  @Env('IAM_APPROVAL_HOURS', {
    description: 'A request for approval, and an approval not used, ends after these hours.',
  })
  @IsInt()
  @Min(1)
  @Max(720)
  approvalHours: number = 24;
}
