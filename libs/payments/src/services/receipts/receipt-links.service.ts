import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig, SecretBoxConfig } from '@app/platform';
import { type ReceiptFacts, ReceiptRepository } from '../../repositories/receipts/receipt.repository';

/** 132 bits of the code that proves a receipt. */
const CODE_LENGTH = 22;

/**
 * Links by which anybody who holds a receipt can see that it is genuine: `/r/<number>?t=<code>` (payments.md 12.3). The code is
 * an HMAC of the number under a key made from the key ring; codes under earlier keys count for as long as those are in it.
 */
@Injectable()
export class ReceiptLinks {
  private readonly keys: readonly Buffer[];

  constructor(
    private readonly receipts: ReceiptRepository,
    private readonly app: AppConfig,
    ring: SecretBoxConfig,
  ) {
    this.keys = ring.keys.map((entry) => {
      const key = Buffer.from(entry.split(':')[1] ?? '', 'base64');
      return Buffer.from(hkdfSync('sha256', key, '', 'langgan receipt links', 32));
    });
  }

  url(number: string): string {
    const [key] = this.keys;
    if (!key) throw new Error('the key ring is empty');
    return `${this.app.publicUrl.replace(/\/$/, '')}/r/${number}?t=${codeOf(key, number)}`;
  }

  /** The receipt of a genuine link; undefined for every other one, whatever is wrong with it. */
  async verify(number: string, code: string): Promise<ReceiptFacts | undefined> {
    const given = Buffer.from(code);
    const isGenuine = this.keys.some((key) => {
      const wanted = Buffer.from(codeOf(key, number));
      return wanted.length === given.length && timingSafeEqual(wanted, given);
    });
    return isGenuine ? this.receipts.byNumber(number) : undefined;
  }

  /** Receipts of an invoice, newest first, each with its link. */
  async ofInvoice(invoiceId: string): Promise<(ReceiptFacts & { url: string })[]> {
    const receipts = await this.receipts.ofInvoice(invoiceId);
    return receipts.map((receipt) => ({ ...receipt, url: this.url(receipt.number) }));
  }
}

const codeOf = (key: Buffer, number: string): string =>
  createHmac('sha256', key).update(`receipt:${number}`).digest('base64url').slice(0, CODE_LENGTH);
