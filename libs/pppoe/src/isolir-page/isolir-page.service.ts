import { Injectable } from '@nestjs/common';
import { PayLinks } from '@app/billing';
import { type Language } from '@app/core';
import { RateLimiter } from '@app/platform';
import { IsolirPageRepository, type PageService } from './isolir-page.repository';
import { type IsolirModel, shownName } from './isolir-page.model';
import { IsolirVisitors } from './visitors.service';

const MINUTE = 60_000;
const LOOKS = { bucket: 'isolir-look', limit: 20, windowMs: MINUTE };
const TRIES = { bucket: 'isolir-try', limit: 5, windowMs: MINUTE };
const TRIES_OF_HOUR = { bucket: 'isolir-try-hour', limit: 20, windowMs: 60 * MINUTE };
const TRIES_OF_NUMBER = { bucket: 'isolir-number', limit: 10, windowMs: 60 * MINUTE };

/** What the isolir page shows, to whom. */
@Injectable()
export class IsolirPages {
  constructor(
    private readonly pages: IsolirPageRepository,
    private readonly visitors: IsolirVisitors,
    private readonly links: PayLinks,
    private readonly limiter: RateLimiter,
  ) {}

  /** By the address that the request comes from. @throws DomainError HTTP_RATE_LIMITED */
  async look(ip: string, language: Language): Promise<IsolirModel> {
    await this.limiter.take(LOOKS, ip);
    const subscriptionId = await this.visitors.recognise(ip);
    const service = subscriptionId === undefined ? undefined : await this.pages.service(subscriptionId);
    return service ? this.modelOf(service, language) : { language, kind: 'UNKNOWN' };
  }

  /**
   * By customer number and the last digits of the phone number. A number that is not there and digits that are wrong look the
   * same.
   *
   * @throws DomainError HTTP_RATE_LIMITED, per address and per number
   */
  async find(ip: string, { code, digits }: { code: string; digits: string }, language: Language): Promise<IsolirModel> {
    for (const rule of [TRIES, TRIES_OF_HOUR]) await this.limiter.take(rule, ip);
    const number = code.trim().toUpperCase();
    await this.limiter.take(TRIES_OF_NUMBER, number);
    const service = await this.pages.serviceOf(number, digits);
    return service ? this.modelOf(service, language) : { language, kind: 'NOT_FOUND' };
  }

  private async modelOf(service: PageService, language: Language): Promise<IsolirModel> {
    const isPayer = service.payerId === service.customerId;
    const owed = isPayer ? await this.pages.owed(service.customerId) : [];
    const [first] = owed;
    const pay = first ? (await this.links.give(first.id, service.customerId)).url : undefined;
    const text = await this.pages.text(service.siteId);
    const own = language === 'id' ? text?.textId : text?.textEn;
    return {
      ...{ language, kind: 'KNOWN', isPayer, owed, siteName: service.siteName },
      ...{ access: service.access, quotaBlocked: service.quotaBlocked, name: shownName(service.customerName) },
      ...{ text: own ?? '', contact: text?.contact ?? '' },
      ...(pay !== undefined && { payUrl: pay }),
    };
  }
}
