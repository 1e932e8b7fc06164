import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { type Language, type LocalDate, localDateOf, type Page } from '@app/core';
import { AuditLog, csvLine, CurrentActor, DatabaseClock, type PdfDefinition, PdfRenderer } from '@app/platform';
import { copyMark, type DayReport, reportSections } from '../../domain/cash-book/day-report';
import { CashErrors } from '../../payments-field.errors';
import {
  AccountBookRepository,
  type BookBalance,
  type BookLine,
  type BookSpan,
} from '../../repositories/cash-book/account-book.repository';
import { type CashDesk, CashDeskRepository } from '../../repositories/cash-book/cash-desk.repository';
import { DayReportRepository } from '../../repositories/cash-book/day-report.repository';
import { CashDesks } from './cash-desks.service';

/** One account over some days. */
export interface AccountBook extends BookSpan {
  account: string;
  currency: string;
  balance: BookBalance;
  lines: Page<BookLine>;
}

/** A day of a desk: as it was when it was closed, or as it is. */
export interface DayView {
  report: DayReport;
  closedAt: Date | null;
  closedByName: string | null;
  prints: number;
}

/** The cash book of desks, from the ledger; days that take nothing more (payments.md 12.1). */
@Injectable()
export class CashBook {
  constructor(
    private readonly book: AccountBookRepository,
    private readonly desks: CashDesks,
    private readonly rows: CashDeskRepository,
    private readonly figures: DayReportRepository,
    private readonly pdf: PdfRenderer,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND for a desk out of scope */
  async of(
    deskId: string | undefined,
    span: Partial<BookSpan>,
    request: { cursor?: string; limit: number },
  ): Promise<AccountBook> {
    const desk = await this.desks.pick(deskId);
    return this.account(desk, await this.spanOf(desk, span), request);
  }

  /** The book of any cash account that the caller has found within his scope. */
  async account(
    { account, currency }: { account: string; currency: string },
    span: BookSpan,
    request: { cursor?: string; limit: number },
  ): Promise<AccountBook> {
    const balance = await this.book.balance(account, span);
    return { account, currency, ...span, balance, lines: await this.book.lines(account, span, request) };
  }

  /** Today by default. */
  async spanOf({ timeZone }: { timeZone: string }, { from, to }: Partial<BookSpan>): Promise<BookSpan> {
    const last = to ?? localDateOf(await this.clock.sample(), timeZone);
    return { from: from ?? last, to: last };
  }

  /** @throws DomainError CORE_NOT_FOUND for a desk out of scope */
  async day(deskId: string | undefined, day?: LocalDate): Promise<DayView> {
    const desk = await this.desks.pick(deskId);
    const { to } = await this.spanOf(desk, day === undefined ? {} : { to: day });
    const closed = await this.rows.day(desk.id, to);
    if (!closed) return { report: await this.report(desk, to), closedAt: null, closedByName: null, prints: 0 };
    const { report, closedAt, closedByName, prints } = closed;
    return { report: report as unknown as DayReport, closedAt, closedByName, prints };
  }

  /**
   * Ends a day of a desk: nothing is booked to it any more, its report stays as it is.
   *
   * @throws DomainError CORE_NOT_FOUND, CASH_DAY_CLOSED, CASH_DAY_NOT_OVER for one to come, CASH_DAY_NOT_READY
   */
  @Transactional()
  async close(deskId: string | undefined, day?: LocalDate): Promise<DayView> {
    const desk = await this.desks.pick(deskId);
    await this.rows.lock(desk.id, 'update');
    const now = await this.clock.sample();
    const today = localDateOf(now, desk.timeZone);
    const which = day ?? today;
    if (which > today) throw CashErrors.DAY_NOT_OVER();
    if (await this.rows.isClosed(desk.id, which)) throw CashErrors.DAY_CLOSED({ day: which });
    const { shifts, entries } = await this.rows.unsettled(desk.id, which);
    if (shifts + entries > 0) throw CashErrors.DAY_NOT_READY({ shifts, entries });
    const report = await this.report(desk, which);
    const { id: closedBy, name: closedByName } = this.actor.get();
    const figures = { opening: BigInt(report.opening), closing: BigInt(report.closing), report: { ...report } };
    await this.rows.insertDay({
      ...{ deskId: desk.id, day: which, currency: desk.currency, closedAt: now, closedBy, closedByName },
      ...figures,
    });
    const subject = { type: 'cash-desk', id: desk.id };
    await this.audit.record({ action: 'cash-day.closed', subject, siteId: desk.siteId, after: report });
    return { report, closedAt: now, closedByName, prints: 0 };
  }

  /** The day as CSV. @throws DomainError CORE_NOT_FOUND */
  async csv(deskId: string | undefined, day: LocalDate | undefined, language: Language): Promise<string> {
    const { report, mark } = await this.printed(deskId, day, language);
    const sections = reportSections(report, language);
    return sections.flatMap(({ heading, rows }) => [[heading, mark], ...rows, []].map((row) => csvLine(row))).join('');
  }

  /** The day on paper. @throws DomainError CORE_NOT_FOUND */
  async paper(deskId: string | undefined, day: LocalDate | undefined, language: Language): Promise<Buffer> {
    const { report, mark } = await this.printed(deskId, day, language);
    return this.pdf.render(paperOf(reportSections(report, language), mark));
  }

  /** Copies of a closed day are counted, and say which one they are (payments.md 12.1). */
  @Transactional()
  private async printed(
    deskId: string | undefined,
    day: LocalDate | undefined,
    language: Language,
  ): Promise<{ report: DayReport; mark: string }> {
    const view = await this.day(deskId, day);
    const { report, closedAt, prints } = view;
    if (closedAt === null) return { report, mark: copyMark(null, language) };
    await this.rows.printed(report.deskId, report.day);
    const subject = { type: 'cash-desk', id: report.deskId };
    const after = { day: report.day, copy: prints + 1 };
    await this.audit.record({ action: 'cash-day.printed', subject, siteId: null, after });
    return { report, mark: copyMark(prints, language) };
  }

  private async report(desk: CashDesk, day: LocalDate): Promise<DayReport> {
    const span = { from: day, to: day };
    const { opening, paidIn, paidOut, closing } = await this.book.balance(desk.account, span);
    const sums = await this.book.sums(desk.account, span);
    return {
      ...{ deskId: desk.id, deskName: desk.name, account: desk.account, day, currency: desk.currency },
      ...{ opening: String(opening), paidIn: String(paidIn), paidOut: String(paidOut), closing: String(closing) },
      movements: sums.map((row) => ({ ...row, paidIn: String(row.paidIn), paidOut: String(row.paidOut) })),
      payments: await this.figures.payments(desk, day),
      shifts: await this.figures.shifts(desk.id, day),
      remittances: await this.figures.remittances(desk, day),
    };
  }
}

function paperOf(sections: ReturnType<typeof reportSections>, mark: string): PdfDefinition {
  const content = sections.flatMap(({ heading, rows }) => [
    { text: heading, bold: true, margin: [0, 10, 0, 4] as [number, number, number, number] },
    ...(rows.length === 0
      ? []
      : [
          {
            table: { widths: (rows[0] ?? []).map(() => '*'), body: rows.map((row) => [...row]) },
            layout: 'lightHorizontalLines',
          },
        ]),
  ]);
  return { pageSize: 'A4', content: [{ text: mark, alignment: 'right', italics: true }, ...content] };
}
