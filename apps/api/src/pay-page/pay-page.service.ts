import { Injectable } from '@nestjs/common';
import { type Invoice, InvoicesService, PayLinks } from '@app/billing';
import { type Language, Money } from '@app/core';
import { CustomersService } from '@app/customers';
import { type Site, SitesService } from '@app/iam';
import { PaymentClaims, type PayOption, ReceiptLinks, type TargetRef } from '@app/payments';
import { CurrentActor } from '@app/platform';
import { PayWays } from './pay-ways.service';
import { type PayPageModel } from './pay-page.model';

/** Who holds a link, and for what. */
export interface Payer {
  customerId: string;
  invoiceId: string | undefined;
  customerName: string;
  site: Site;
}

/** What of his page somebody looks at. */
export interface PageView {
  path: string;
  language: Language;
  topUpId?: string | undefined;
  problem?: string | undefined;
  refused?: PayPageModel['refused'];
}

/** An amount to choose ways of topping up by. */
const USUAL_TOP_UP = 50_000n;

/** What the page shows, as somebody who may see this customer and nobody else. */
@Injectable()
export class PayPageService {
  constructor(
    private readonly links: PayLinks,
    private readonly actor: CurrentActor,
    private readonly customers: CustomersService,
    private readonly sites: SitesService,
    private readonly invoices: InvoicesService,
    private readonly ways: PayWays,
    private readonly claims: PaymentClaims,
    private readonly receipts: ReceiptLinks,
  ) {}

  /**
   * The payer of a token; from here on the request sees his data only (billing.md Z5). Undefined for a token that nobody gave
   * out, that is over or taken back: the three cannot be told apart.
   */
  async payerOf(token: string): Promise<Payer | undefined> {
    if (!/^[\w-]{43}$/.test(token)) return undefined;
    const link = await this.links.resolve(token);
    if (!link) return undefined;
    const { customerId } = link;
    const customer = await this.customers.get(customerId);
    const site = await this.sites.get(customer.siteId);
    const scope = { siteIds: [site.id], areaIds: null, resellerId: null, customerId };
    this.actor.set({ kind: 'system', id: 'pay-link', name: 'Halaman bayar', permissions: new Set(), scope });
    const invoiceId = link.invoiceId ?? (await this.oldestOpen(customerId));
    return { customerId, invoiceId, customerName: customer.name, site };
  }

  async model(payer: Payer, view: PageView): Promise<PayPageModel> {
    const { site, invoiceId } = payer;
    const invoice = invoiceId === undefined ? undefined : await this.invoices.get(invoiceId);
    const topUp = view.topUpId === undefined ? undefined : await this.ways.topUp(view.topUpId);
    const due = topUp?.amount ?? dueOf(invoice, site.currency);
    const isOpen = topUp ? !topUp.isPaid : due.isPositive();
    const { language, path, problem, refused } = view;
    const page = {
      language,
      path,
      problem,
      refused,
      siteName: site.name,
      timeZone: site.timeZone,
      isOpen,
      invoice,
      due,
      topUp,
    };
    return {
      ...{ ...page, payerName: shortName(payer.customerName), mayTopUp: this.ways.mayTopUp && !topUp },
      ways: await this.offered(site, due, isOpen),
      live: isOpen ? await this.ways.shown(targetOf(topUp?.id, invoiceId)) : undefined,
      ...(topUp ? { receipts: [], claims: [] } : await this.history(payer, invoiceId)),
    };
  }

  private async offered(site: Site, due: Money, isOpen: boolean): Promise<PayOption[]> {
    if (!isOpen && !this.ways.mayTopUp) return [];
    return this.ways.of(site.id, isOpen ? due : Money.of(USUAL_TOP_UP, site.currency));
  }

  private async history(
    { customerId }: Payer,
    invoiceId: string | undefined,
  ): Promise<Pick<PayPageModel, 'receipts' | 'claims'>> {
    if (invoiceId === undefined) return { receipts: [], claims: [] };
    const receipts = await this.receipts.ofInvoice(invoiceId);
    return { receipts, claims: await this.claims.ofInvoice(customerId, invoiceId) };
  }

  private async oldestOpen(customerId: string): Promise<string | undefined> {
    const page = await this.invoices.list({ limit: 1, sort: 'dueOn' }, { customerId, status: 'OPEN' });
    return page.items[0]?.id;
  }
}

function targetOf(topUpId: string | undefined, invoiceId = ''): TargetRef {
  return topUpId === undefined ? { kind: 'INVOICE', id: invoiceId } : { kind: 'TOP_UP', id: topUpId };
}

function dueOf(invoice: Invoice | undefined, currency: string): Money {
  if (invoice?.status !== 'OPEN') return Money.zero(invoice?.currency ?? currency);
  return Money.of(invoice.totalAmount - invoice.paidAmount - invoice.creditedAmount, invoice.currency);
}

/** `Siti Rahayu Dewi` → `Siti R. D.`: enough for the payer to know that it is his. */
export function shortName(name: string): string {
  const [first = '', ...rest] = name.trim().split(/\s+/);
  const initials = rest.slice(0, 3).map((word) => `${Array.from(word)[0]?.toUpperCase() ?? ''}.`);
  return [first, ...initials].join(' ');
}
