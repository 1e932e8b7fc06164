import { PdfRenderer } from '@app/platform';
import { ReceiptRepository } from './repositories/receipts/receipt.repository';
import { TopUpRepository } from './repositories/top-ups/top-up.repository';
import { ReceiptLinks } from './services/receipts/receipt-links.service';
import { Receipts } from './services/receipts/receipts.service';
import { TopUpTarget } from './services/top-ups/top-up-target';
import { TopUps } from './services/top-ups/top-ups.service';

/** Receipts and top-ups, for the page of the payer and other topics of this lib. */
export const PAY_PAGE_EXPORTS = [ReceiptLinks, Receipts, TopUps];

export const PAY_PAGE_PROVIDERS = [...PAY_PAGE_EXPORTS, PdfRenderer, ReceiptRepository, TopUpRepository, TopUpTarget];
