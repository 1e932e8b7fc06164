import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate, localDateOf, type Page } from '@app/core';
import { DatabaseClock, type ListRequest } from '@app/platform';
import {
  type DunningAction,
  type DunningActionFilter,
  DunningActionRepository,
} from '../../repositories/dunning/dunning-action.repository';
import {
  DunningViewRepository,
  type IsolationPreview,
  type UncollectibleInvoice,
} from '../../repositories/dunning/dunning-view.repository';
import { DunningRules } from './dunning-rules.service';

/** What people look at: tomorrow's list, what was done, what to give up. */
@Injectable()
export class DunningViews {
  constructor(
    private readonly views: DunningViewRepository,
    private readonly actions: DunningActionRepository,
    private readonly rules: DunningRules,
    private readonly clock: DatabaseClock,
  ) {}

  /**
   * Who will have lost access at the end of a day if nothing happens, each in his own zone.
   *
   * @param day default: tomorrow in Jakarta
   */
  async preview(
    request: ListRequest & { date?: LocalDate; siteId?: string },
  ): Promise<
    Page<IsolationPreview> & { date: LocalDate; totals: { customers: number; debt: bigint; currency: string }[] }
  > {
    const date = request.date ?? addDays(localDateOf(await this.clock.sample(), 'Asia/Jakarta'), 1);
    const page = await this.views.preview(date, request, await this.rules.book(), request.siteId);
    return { ...page, date };
  }

  async actionsPage(request: ListRequest, filter: DunningActionFilter): Promise<Page<DunningAction>> {
    return this.actions.page(request, filter);
  }

  /** Invoices that are overdue for so long that their policy suggests to write them off. */
  async uncollectible(request: ListRequest): Promise<Page<UncollectibleInvoice>> {
    return this.views.uncollectible(request, await this.rules.book());
  }
}
