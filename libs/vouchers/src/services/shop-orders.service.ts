import { Injectable } from '@nestjs/common';
import { CoreErrors, type Language, type Page } from '@app/core';
import { AuditLog, Database } from '@app/platform';
import { type VoucherOrder } from '../domain/voucher-order';
import { type VoucherOrderFilter, VoucherOrderRepository } from '../repositories/voucher-order.repository';
import { shareText, waLink } from '../resellers/domain/share';
import { VoucherErrors } from '../vouchers.errors';

/** The code of a paid order, ready to be sent again. */
export interface SharedOrder {
  code: string;
  text: string;
  /** Opens WhatsApp with the text, addressed to the buyer. */
  whatsAppUrl: string;
}

/** Orders of the shop as staff sees them, of their sites. Money goes back by the payment of the order. */
@Injectable()
export class ShopOrders {
  constructor(
    private readonly orders: VoucherOrderRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: VoucherOrderFilter): Promise<Page<VoucherOrder>> {
    return this.orders.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<VoucherOrder> {
    const order = await this.orders.find(id);
    if (!order) throw CoreErrors.NOT_FOUND({ what: 'voucher order', id });
    return order;
  }

  /**
   * For a buyer who has lost the message. Who asked for the code is audited.
   *
   * @param language default: the buyer's @throws DomainError as {@link get}, VOUCHERS_ORDER_NOT_PAID, VOUCHERS_VOUCHER_STATE
   */
  async share(id: string, language?: Language): Promise<SharedOrder> {
    const order = await this.get(id);
    const { code, voucherState, siteId, siteName, profileName, priceAmount: amount, currency, buyerPhone } = order;
    if (code === null || voucherState === null) throw VoucherErrors.ORDER_NOT_PAID();
    if (order.voided) throw VoucherErrors.VOUCHER_STATE({ state: voucherState });
    await this.database.transaction(() =>
      this.audit.record({ action: 'voucher-order.shared', subject: { type: 'voucher-order', id }, siteId }),
    );
    const text = shareText({ siteName, profileName, code, password: '', amount, currency }, language ?? order.language);
    return { code, text, whatsAppUrl: waLink(text, international(buyerPhone)) };
  }
}

/** Buyers type their number as they call it; the messenger wants it with the country. */
const international = (phone: string): string => (phone.startsWith('0') ? `62${phone.slice(1)}` : phone);
