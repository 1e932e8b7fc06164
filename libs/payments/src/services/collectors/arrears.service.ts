import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import { type Collector } from '../../domain/collectors/collector';
import {
  type ArrearsFilter,
  type ArrearsInvoice,
  ArrearsRepository,
  type ArrearsStop,
  type StopPlace,
} from '../../repositories/collectors/arrears.repository';

/** Somebody who owes, with what for. */
export interface ArrearsView extends ArrearsStop {
  invoices: ArrearsInvoice[];
}

/** The round of a collector: who owes in his areas (payments.md 12.1). */
@Injectable()
export class Arrears {
  constructor(
    private readonly arrears: ArrearsRepository,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** Two statements, however long the page is. Never more than the caller sees, nor than the collector's areas. */
  async of({ userId }: Collector, filter: ArrearsFilter): Promise<Page<ArrearsView>> {
    const page = await this.arrears.page(userId, filter);
    const ids = page.items.map(({ id }) => id);
    const invoices = ids.length === 0 ? [] : await this.arrears.invoicesOf(ids);
    const byCustomer = new Map<string, ArrearsInvoice[]>();
    for (const invoice of invoices) {
      const own = byCustomer.get(invoice.customerId);
      if (own) own.push(invoice);
      else byCustomer.set(invoice.customerId, [invoice]);
    }
    return { ...page, items: page.items.map((stop) => ({ ...stop, invoices: byCustomer.get(stop.id) ?? [] })) };
  }

  /** @throws DomainError CORE_NOT_FOUND for a customer who is not one of this collector's, or not one of the caller's */
  async mustBeOf({ userId }: Collector, customerId: string): Promise<void> {
    if (!(await this.arrears.isOf(userId, customerId)))
      throw CoreErrors.NOT_FOUND({ what: 'customer', id: customerId });
  }

  /** Where a customer is found. @throws as {@link mustBeOf} */
  async savePlace(collector: Collector, place: Partial<StopPlace> & { customerId: string }): Promise<StopPlace> {
    const { customerId } = place;
    await this.mustBeOf(collector, customerId);
    const before = await this.arrears.place(customerId);
    const after = await this.arrears.savePlace(place, await this.clock.sample(), this.actor.get().name);
    const subject = { type: 'customer', id: customerId };
    await this.audit.record({ action: 'customer.place-noted', subject, siteId: collector.siteId, before, after });
    return after;
  }
}
