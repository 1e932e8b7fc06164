import { IsInt, Max, Min } from 'class-validator';
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
}
