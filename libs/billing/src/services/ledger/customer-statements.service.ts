import { Injectable } from '@nestjs/common';
import { CoreErrors, decodeCursor, isLocalDate, isUuid, type LocalDate, type Page, pageOf } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { type ListRequest } from '@app/platform';
import {
  CustomerStatementRepository,
  type StatementLine,
} from '../../repositories/ledger/customer-statement.repository';

/** What a customer owed, what happened, what he owes; negative: we keep so much for him. */
export interface CustomerStatement extends Page<StatementLine> {
  customerId: string;
  currency: string;
  from: LocalDate;
  to: LocalDate;
  opening: bigint;
  closing: bigint;
}

/** Statements of account, from the ledger. */
@Injectable()
export class CustomerStatements {
  constructor(
    private readonly statements: CustomerStatementRepository,
    private readonly customers: CustomersService,
    private readonly sites: SitesService,
  ) {}

  /**
   * One page of lines, oldest first; opening and closing balance are those of the whole span.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_INVALID_CURSOR
   */
  async of(
    customerId: string,
    span: { from: LocalDate; to: LocalDate },
    request: Pick<ListRequest, 'cursor' | 'limit'>,
  ): Promise<CustomerStatement> {
    const { siteId } = await this.customers.get(customerId);
    const { currency } = await this.sites.get(siteId);
    const balances = await this.statements.balances(customerId, span.from, span.to);
    const rows = await this.statements.lines(customerId, span, positionOf(request.cursor), request.limit + 1);
    const page = pageOf(rows, request.limit, (row) => [row.postedOn, row.id]);
    return { customerId, currency, ...span, ...balances, ...page };
  }
}

function positionOf(cursor: string | undefined): string[] {
  if (cursor === undefined) return [];
  const [day = '', id = ''] = decodeCursor(cursor, 2).map(String);
  if (!isLocalDate(day) || !isUuid(id)) throw CoreErrors.INVALID_CURSOR();
  return [day, id];
}
