import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, localDate } from '@app/core';
import { AuditLog } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import {
  type NewTaxCodeRow,
  type TaxCode,
  type TaxCodePatch,
  TaxCodeRepository,
  type TaxRateRow,
} from '../../repositories/catalogue/tax-code.repository';

/** The first rate of a code holds for every tax point, so that none is without. */
const FIRST_RATE = localDate('1970-01-01');

export interface NewTaxCode extends NewTaxCodeRow {
  rate: Omit<TaxRateRow, 'validFrom'>;
}

/** How things are taxed (billing.md X1–X4): the same at every site, so only for those who see every site to change. */
@Injectable()
export class TaxCodesService {
  constructor(
    private readonly taxCodes: TaxCodeRepository,
    private readonly audit: AuditLog,
  ) {}

  async list(): Promise<TaxCode[]> {
    return this.taxCodes.all();
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(code: string): Promise<TaxCode> {
    const found = await this.taxCodes.find(code);
    if (!found) throw CoreErrors.NOT_FOUND({ what: 'tax code', id: code });
    return found;
  }

  /** @throws DomainError BILLING_TAX_CODE_UNKNOWN for one that does not exist or is not to be used any more */
  async mustBeActive(code: string): Promise<void> {
    const found = await this.taxCodes.find(code);
    if (found?.status !== 'ACTIVE') throw BillingErrors.TAX_CODE_UNKNOWN({ code });
  }

  /** @throws DomainError BILLING_TAX_CODE_TAKEN, BILLING_TAX_RATE */
  @Transactional()
  async create({ rate, ...row }: NewTaxCode): Promise<TaxCode> {
    checkRate(rate);
    if (!(await this.taxCodes.insert(row))) throw BillingErrors.TAX_CODE_TAKEN({ code: row.code });
    await this.taxCodes.insertRate(row.code, { ...rate, validFrom: FIRST_RATE });
    const after = await this.get(row.code);
    await this.note('tax-code.created', row.code, { after });
    return after;
  }

  /**
   * Counts for invoices that are issued from now on; the lines of issued ones keep their tax.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION
   */
  @Transactional()
  async update(code: string, version: number, patch: TaxCodePatch): Promise<TaxCode> {
    const before = await this.get(code);
    if (!(await this.taxCodes.update(code, version, patch))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(code);
    await this.note('tax-code.changed', code, { before, after });
    return after;
  }

  /**
   * A rate from a tax point on: invoices that are issued on that day or later (billing.md X3).
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_RATE_DATE_TAKEN, BILLING_TAX_RATE
   */
  @Transactional()
  async addRate(code: string, rate: TaxRateRow): Promise<TaxCode> {
    const before = await this.get(code);
    checkRate(rate);
    if (!(await this.taxCodes.insertRate(code, rate))) throw BillingErrors.RATE_DATE_TAKEN({ date: rate.validFrom });
    const after = await this.get(code);
    await this.note('tax-rate.added', code, { before, after });
    return after;
  }

  private async note(action: string, id: string, change: { before?: TaxCode; after: TaxCode }): Promise<void> {
    await this.audit.record({ action, subject: { type: 'tax-code', id }, siteId: null, ...change });
  }
}

/** A rate is below the whole price, and what is shown as its base is a whole fraction or nothing. */
function checkRate({ num, den, displayBaseNum, displayBaseDen }: Omit<TaxRateRow, 'validFrom'>): void {
  const isFraction = num >= 0 && den > 0 && num <= den;
  const isBase = (displayBaseNum === null) === (displayBaseDen === null) && displayBaseDen !== 0;
  if (!isFraction || !isBase) throw BillingErrors.TAX_RATE();
}
