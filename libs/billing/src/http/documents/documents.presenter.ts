import { MoneyDto } from '@app/platform';
import { type CreditNote, type CreditNoteLine } from '../../repositories/documents/credit-note.repository';
import { type Withholding } from '../../repositories/settlement/withholding.repository';
import { type CreditedLine } from '../../services/documents/credit-notes.service';
import { type DraftLine } from '../../services/documents/draft-bills.service';
import {
  type CreditLineDto,
  type CreditNoteDetailDto,
  type CreditNoteDto,
  type DraftLineDto,
  type WithholdingDto,
} from './dto/documents.dto';

export function presentCreditNote(note: CreditNote): CreditNoteDto {
  const { id, siteId, customerId, invoiceId, invoiceNumber, number, reason, issuedOn, createdBy, createdAt } = note;
  const money = (amount: bigint): MoneyDto => MoneyDto.from(amount, note.currency);
  return {
    ...{ id, siteId, customerId, invoiceId, invoiceNumber, number, reason, issuedOn, createdBy, createdAt },
    net: money(note.netAmount),
    tax: money(note.taxAmount),
    total: money(note.totalAmount),
    offset: money(note.offsetAmount),
    toCreditBalance: money(note.walletAmount),
  };
}

export function presentCreditNoteDetail(note: CreditNote & { lines: CreditNoteLine[] }): CreditNoteDetailDto {
  const money = (amount: bigint): MoneyDto => MoneyDto.from(amount, note.currency);
  const lines = note.lines.map(({ netAmount, taxAmount, ...line }) => ({
    ...line,
    net: money(netAmount),
    tax: money(taxAmount),
  }));
  return Object.assign(presentCreditNote(note), { lines });
}

/** Amounts in booking units; their currencies are checked apart. */
export function creditedLine({ net, tax, ...line }: CreditLineDto): CreditedLine {
  return { ...line, net: MoneyDto.toMoney(net).amount, tax: MoneyDto.toMoney(tax).amount };
}

export function draftLine({ unitPrice, ...line }: DraftLineDto): DraftLine {
  return { ...line, unitPrice: MoneyDto.toMoney(unitPrice) };
}

export function presentWithholding({ withheldAmount, currency, ...row }: Withholding): WithholdingDto {
  return { ...row, amount: MoneyDto.from(withheldAmount, currency) };
}
