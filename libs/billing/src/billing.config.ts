import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { Env } from '@app/platform';

/** Terms of billing and of isolation. Days are local days of the customer, hours are local hours. */
export class BillingConfig {
  @Env('BILLING_DUE_DAYS', { description: 'Days from the issue date of an invoice to its due date.' })
  @IsInt()
  @Min(0)
  @Max(365)
  dueDays: number = 10;

  @Env('BILLING_MIN_PAYMENT_DAYS', { description: 'An invoice is never due earlier than this many days after issue.' })
  @IsInt()
  @Min(0)
  @Max(60)
  minPaymentDays: number = 5;

  @Env('BILLING_GRACE_DAYS', { description: 'Days after the due date before a subscriber is isolated.' })
  @IsInt()
  @Min(0)
  @Max(365)
  graceDays: number = 3;

  @Env('BILLING_LEAD_DAYS', { description: 'Days before a period starts at which its invoice is issued.' })
  @IsInt()
  @Min(0)
  @Max(31)
  leadDays: number = 0;

  @Env('BILLING_RUN_HOUR', { description: 'Local hour (0-23) of the bill date from which invoices are issued.' })
  @IsInt()
  @Min(0)
  @Max(23)
  runHour: number = 0;

  @Env('BILLING_ISOLIR_HOUR', { description: 'Local hour (0-23) at which isolation begins on its day.' })
  @IsInt()
  @Min(0)
  @Max(23)
  isolirHour: number = 0;

  @Env('BILLING_ACCESS_TOLERANCE', {
    description: 'Overdue debt in booking units (whole rupiah) up to which nobody loses access.',
  })
  @IsInt()
  @Min(0)
  accessTolerance: number = 1_000;

  @Env('BILLING_BATCH_SIZE', { description: 'Customers per transaction of the billing run.' })
  @IsInt()
  @Min(1)
  @Max(10_000)
  batchSize: number = 1_000;

  @Env('BILLING_LANES', { description: 'Batches of one billing run that are worked on side by side.' })
  @IsInt()
  @Min(1)
  @Max(8)
  lanes: number = 2;

  @Env('BILLING_SCHEDULED_RUN', {
    description: 'Bill by itself every five minutes; false: only what somebody previewed and confirmed, or asked for.',
  })
  @IsBoolean()
  scheduledRun: boolean = true;

  @Env('BILLING_CONFIRM_DRIFT_BP', {
    description: 'How far the figures of a preview may have moved until it is confirmed, in hundredths of a percent.',
  })
  @IsInt()
  @Min(0)
  @Max(10_000)
  confirmDriftBp: number = 100;

  @Env('BILLING_HEARTBEAT_SECONDS', { description: 'How often a worker shows that it lives and looks at its clock.' })
  @IsInt()
  @Min(1)
  @Max(300)
  heartbeatSeconds: number = 60;

  @Env('BILLING_DOCUMENT_WAIT_MS', {
    description: 'How long a request for a PDF waits for the worker before it answers with the job.',
  })
  @IsInt()
  @Min(0)
  @Max(20_000)
  documentWaitMs: number = 4_000;
}
