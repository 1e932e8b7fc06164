import { Injectable } from '@nestjs/common';
import { type HeldCustomer, HoldsIsolation } from '@app/billing';
import { Gateways } from '../../gateways';
import { IsolationHoldRepository } from '../../repositories/reconciliation/isolation-hold.repository';

/**
 * Money on its way keeps isolation off (billing.md 1.9): notices that nobody has applied, for a day at most; attempts younger
 * than 48 h whose gateway was not asked yet, which are asked now, once each, and hold for two hours at most.
 */
@Injectable()
export class PaymentsHoldIsolation extends HoldsIsolation {
  constructor(
    private readonly holds: IsolationHoldRepository,
    private readonly gateways: Gateways,
  ) {
    super();
  }

  async held(customerIds: readonly string[], asOf: Date): Promise<readonly HeldCustomer[]> {
    const asked = this.gateways.list().flatMap(({ code, capabilities }) => (capabilities.query ? [code] : []));
    await this.holds.askAbout(customerIds, asked, asOf);
    const polled = await this.holds.unasked(customerIds, asOf);
    const inbox = await this.holds.inbox(customerIds, asOf);
    return [
      ...polled.map((customerId) => ({ customerId, reason: 'POLL_GATEWAY' })),
      ...inbox.map((customerId) => ({ customerId, reason: 'INBOX' })),
    ];
  }
}
