import { IsIn, IsInt, Max, Min } from 'class-validator';
import { Env } from '@app/platform';

/** Terms of PPPoE accounts. */
export class PppoeConfig {
  @Env('PPPOE_ISOLIR_KBPS', { description: 'Bandwidth of an isolated subscriber in each direction, in kbit/s.' })
  @IsInt()
  @Min(8)
  @Max(1_000_000)
  isolirKbps: number = 128;

  @Env('PPPOE_PASSWORD_LENGTH', { description: 'Characters of a generated PPPoE password.' })
  @IsInt()
  @Min(8)
  @Max(32)
  passwordLength: number = 10;

  @Env('PPPOE_IMPORT_BATCH', {
    description: 'Secrets of a router that an import brings into the books in one transaction.',
  })
  @IsInt()
  @Min(1)
  @Max(2_000)
  importBatch: number = 500;

  @Env('PPPOE_POLL_INTERVAL_MS', { description: 'Pause between two readings of the PPPoE sessions of a router.' })
  @IsInt()
  @Min(5_000)
  @Max(3_600_000)
  pollIntervalMs: number = 60_000;

  @Env('PPPOE_GHOST_SESSIONS', {
    description: 'Older sessions of a name that has a newer one on its router, twice in a row: end or show.',
  })
  @IsIn(['end', 'show'])
  ghostSessions: 'end' | 'show' = 'end';

  @Env('PPPOE_USAGE_DAYS', { description: 'How long usage is kept by the day; months are kept for good.' })
  @IsInt()
  @Min(62)
  @Max(3_650)
  usageDays: number = 400;

  @Env('PPPOE_SESSION_DAYS', { description: 'How long ended PPPoE sessions are remembered.' })
  @IsInt()
  @Min(7)
  @Max(3_650)
  sessionDays: number = 180;
}
