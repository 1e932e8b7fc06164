import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { PaymentsConfig } from '../payments.config';
import { PaymentClaims } from '../services/claims/payment-claims.service';

const AT_ONCE = 500;

/** Forgets the files of proofs that were decided long ago; the claims stay, and what waits for a person too. */
@HandlesJob({ name: 'payments.purge-proofs', queue: 'payments', attempts: 1, keepCompleted: 5 })
@Scheduled({ description: 'Menghapus berkas bukti transfer lama / forgets old proofs', everyMs: 24 * 3_600_000 })
@Injectable()
export class PurgeProofsJob implements JobHandler {
  constructor(
    private readonly claims: PaymentClaims,
    private readonly config: PaymentsConfig,
  ) {}

  async handle(): Promise<{ files: number }> {
    let files = 0;
    for (let done = AT_ONCE; done === AT_ONCE; files += done) {
      done = await this.claims.forgetFiles(this.config.proofDays, AT_ONCE);
    }
    return { files };
  }
}
