import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { SitesService } from '@app/iam';
import { numberOf, seriesOf } from '../../domain/invoice-number';
import { BillingPolicies } from '../catalogue/billing-policies.service';
import { NumberSeries } from '../number-series.service';

/** The kinds of documents with numbers of their own. */
export type NumberedKind = 'invoiceNumbers' | 'creditNoteNumbers';

export interface DocumentNumber {
  series: string;
  seq: bigint;
  number: string;
}

/** Numbers for single documents, as the policies of their site want them (billing.md N1). */
@Injectable()
export class DocumentNumbers {
  constructor(
    private readonly sites: SitesService,
    private readonly policies: BillingPolicies,
    private readonly numbers: NumberSeries,
  ) {}

  /** Takes the next one; the series stays locked until the transaction ends, so take it last. */
  async take(kind: NumberedKind, siteId: string, issuedOn: LocalDate): Promise<DocumentNumber> {
    const { code } = await this.sites.get(siteId);
    const format = (await this.policies.of(siteId))[kind];
    const series = seriesOf(format, code, issuedOn);
    const seq = await this.numbers.take(series);
    return { series, seq, number: numberOf(format, code, issuedOn, seq) };
  }
}
