import { Injectable } from '@nestjs/common';
import { SYNC_PRIORITY } from '@app/mikrotik';
import { AuditLog, Database } from '@app/platform';
import { VoucherExpiryRepository } from '../repositories/voucher-expiry.repository';
import { VoucherMarks } from './voucher-marks.service';

const AT_ONCE = 1_000;

/** Ends vouchers when their time is over, on every version of RouterOS: the routers need no script and no clock. */
@Injectable()
export class VoucherExpiry {
  constructor(
    private readonly expiries: VoucherExpiryRepository,
    private readonly marks: VoucherMarks,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Twice at the same time is harmless. @returns how many ended */
  async run(signal: AbortSignal): Promise<number> {
    await this.expiries.expireOrders();
    let ended = 0;
    for (;;) {
      const count = await this.database.transaction(async () => this.some());
      ended += count;
      if (count === 0 || signal.aborted) return ended;
    }
  }

  private async some(): Promise<number> {
    const over = await this.expiries.expire(AT_ONCE);
    const ids = over.map(({ id }) => id);
    await this.marks.vouchers(ids, SYNC_PRIORITY.ISOLATE);
    await this.audit.recordMany(
      over.map(({ id, siteId }) => ({
        ...{ action: 'voucher.expired', subject: { type: 'voucher', id }, siteId, after: { state: 'EXPIRED' } },
      })),
    );
    return over.length;
  }
}
