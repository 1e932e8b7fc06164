import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database } from '@app/platform';

/** Documents of one month of issue that stand in one series. */
export interface NumberedMonth {
  series: string;
  /** Some day of the month. */
  day: LocalDate;
}

/** Looks at the numbers that documents have. */
@Injectable()
export class NumberedDocumentRepository {
  constructor(private readonly database: Database) {}

  /**
   * In which series documents of a site stand whose numbers look like this, since a day.
   *
   * @param like a regular expression
   */
  async series(
    kind: 'invoiceNumbers' | 'creditNoteNumbers',
    siteId: string,
    since: LocalDate,
    like: string,
  ): Promise<NumberedMonth[]> {
    return this.database.query(
      `select d.series, min(d.issued_on) as day
         from (select 'invoiceNumbers' as kind, site_id, issued_on, number, series from invoices
               union all select 'creditNoteNumbers', site_id, issued_on, number, series from credit_notes) d
        where d.kind = $1 and d.site_id = $2 and d.issued_on >= $3 and d.number ~ $4
        group by d.series, date_trunc('month', d.issued_on)`,
      [kind, siteId, since, like],
    );
  }
}
