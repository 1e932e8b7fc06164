import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, uuidv7 } from '@app/core';
import { AppConfig, AuditLog, DatabaseClock, SecretBox } from '@app/platform';
import { PAY_TOKEN, type PayLink, PayLinkRepository } from '../../repositories/files/pay-link.repository';
import { InvoicesService } from '../invoices.service';

const DAY_MS = 86_400_000;
/** Long enough for a customer who pays late. */
const LIFE_MS = 180 * DAY_MS;
/** A link that ends sooner is not given out any more. */
const LEAST_MS = 60 * DAY_MS;

/** Links to the pay page: 256 bits of chance, for one invoice, with an end (billing.md Z5). */
@Injectable()
export class PayLinks {
  constructor(
    private readonly links: PayLinkRepository,
    private readonly invoices: InvoicesService,
    private readonly box: SecretBox,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
    private readonly app: AppConfig,
  ) {}

  /**
   * The link of an invoice; the same one for as long as it has two months to live.
   *
   * @throws DomainError CORE_NOT_FOUND, also for an invoice outside the actor's scope
   */
  async of(invoiceId: string): Promise<{ url: string; expiresAt: Date }> {
    const { customerId } = await this.invoices.get(invoiceId);
    return this.give(invoiceId, customerId);
  }

  /** The link that {@link of} would give, by its id; null: it would make one. */
  async known(invoiceId: string): Promise<string | null> {
    return (await this.usable(invoiceId, await this.clock.sample()))?.id ?? null;
  }

  /** {@link of} for a caller that knows the invoice already. */
  async give(invoiceId: string, customerId: string): Promise<{ url: string; expiresAt: Date }> {
    const now = await this.clock.sample();
    const known = await this.usable(invoiceId, now);
    if (known)
      return { url: this.url(this.box.open(known.tokenSealed, PAY_TOKEN.place(known.id))), expiresAt: known.expiresAt };
    const id = uuidv7();
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + LIFE_MS);
    const tokenSealed = this.box.seal(token, PAY_TOKEN.place(id));
    await this.links.insert({ id, customerId, invoiceId, tokenHash: hashOf(token), tokenSealed, expiresAt });
    return { url: this.url(token), expiresAt };
  }

  /** What a token stands for; undefined when it is none, over, or taken back. */
  async resolve(token: string): Promise<Pick<PayLink, 'customerId' | 'invoiceId'> | undefined> {
    return this.links.byToken(hashOf(token));
  }

  /** Takes every link of an invoice back. @throws as {@link of} */
  @Transactional()
  async revoke(invoiceId: string): Promise<void> {
    const invoice = await this.invoices.get(invoiceId);
    const count = await this.links.revoke(invoiceId);
    if (count === 0) throw CoreErrors.NOT_FOUND({ what: 'pay link', id: invoiceId });
    const subject = { type: 'invoice', id: invoiceId };
    await this.audit.record({ action: 'pay-link.revoked', subject, siteId: invoice.siteId, after: { count } });
  }

  private async usable(invoiceId: string, now: Date): Promise<PayLink | undefined> {
    return this.links.usable(invoiceId, new Date(now.getTime() + LEAST_MS));
  }

  private url(token: string): string {
    return `${this.app.publicUrl.replace(/\/$/, '')}/p/${token}`;
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
