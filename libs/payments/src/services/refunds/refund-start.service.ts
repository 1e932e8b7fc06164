import { Injectable } from '@nestjs/common';
import { type Refund } from '../../domain/refunds/refund';
import { FinishRefund } from './finish-refund.service';
import { RefundQueue } from './refund-queue.service';

/** What follows once everybody has agreed. The caller's transaction holds the refund's row. */
@Injectable()
export class RefundStart {
  constructor(
    private readonly finisher: FinishRefund,
    private readonly queue: RefundQueue,
  ) {}

  /** By hand and to credit at once; through the gateway in the background. */
  async carryOut(refund: Refund): Promise<void> {
    if (refund.way === 'GATEWAY') this.queue.hurryAfterCommit(refund.id);
    else await this.finisher.done(refund, {});
  }

  /** A person knows how it ended. @param proof number at the gateway, or why it failed */
  async conclude(refund: Refund, outcome: 'DONE' | 'FAILED', proof: string): Promise<void> {
    if (outcome === 'DONE') await this.finisher.done(refund, { proofRef: proof });
    else await this.finisher.failed(refund, proof);
  }
}
