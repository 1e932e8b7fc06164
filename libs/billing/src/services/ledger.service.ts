import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { type ListRequest } from '@app/platform';
import {
  type LedgerAccountRow,
  type LedgerEntry,
  type LedgerFilter,
  LedgerRepository,
} from '../repositories/ledger.repository';

/** Reads the ledger; nobody writes it but the postings of billing. */
@Injectable()
export class LedgerService {
  constructor(private readonly ledger: LedgerRepository) {}

  async accounts(): Promise<LedgerAccountRow[]> {
    return this.ledger.accounts();
  }

  /** @throws DomainError CORE_VALIDATION_FAILED for a sort (the order is fixed), CORE_INVALID_CURSOR */
  async entries(request: ListRequest, filter: LedgerFilter): Promise<Page<LedgerEntry>> {
    if (request.sort !== undefined) {
      const message = { id: 'urutannya tetap', en: 'the order is fixed' };
      throw CoreErrors.VALIDATION_FAILED({}, [{ path: 'sort', code: 'UNKNOWN_SORT', message }]);
    }
    return this.ledger.page(request, filter);
  }
}
