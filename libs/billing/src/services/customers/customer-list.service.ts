import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { type Language, type Page } from '@app/core';
import { type Customer, type CustomerFilter, CustomersService, shownTo } from '@app/customers';
import { AuditLog, CurrentActor } from '@app/platform';
import { CustomerListRepository } from '../../repositories/customers/customer-list.repository';
import { customerListHead, customerListLine } from './customer-list-columns';

/** Customers of one piece of the file, read with two statements. */
const PIECE = 1_000;

/** Customers as a file, in pieces: it takes the memory of one piece, however many there are. */
@Injectable()
export class CustomerList {
  constructor(
    private readonly customers: CustomersService,
    private readonly lists: CustomerListRepository,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /**
   * CSV of the customers in the actor's scope, by code. Audited with its filter before the first line. A customer who comes
   * or goes meanwhile may be missing; none is there twice.
   *
   * @throws DomainError before the first piece, nothing of the file being sent yet
   */
  async csv(filter: CustomerFilter, language: Language): Promise<AsyncIterable<string>> {
    const { q, ...after } = filter;
    const first = await this.page(filter);
    // why: what was searched for may be a name or a number (billing.md E4)
    await this.audit.recordDone({ action: 'customer-list.exported', after: { ...after, searched: q !== undefined } });
    // why: a stream asks for more from wherever its socket drains, which may be outside of the request's scope
    const inRequest = AsyncLocalStorage.snapshot();
    return this.pieces(customerListHead(language), first, (cursor) => inRequest(() => this.page(filter, cursor)));
  }

  private async *pieces(
    head: string,
    first: Piece,
    next: (cursor: string) => Promise<Piece>,
  ): AsyncGenerator<string, void> {
    yield head;
    for (let piece = first; ; piece = await next(piece.nextCursor)) {
      if (piece.lines !== '') yield piece.lines;
      if (piece.nextCursor === null) return;
    }
  }

  private async page(filter: CustomerFilter, cursor?: string): Promise<Piece> {
    const request = { limit: PIECE, sort: 'code', ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor }: Page<Customer> = await this.customers.list(request, filter);
    const facts = new Map((await this.lists.facts(items.map(({ id }) => id))).map((one) => [one.id, one]));
    const shown = shownTo(this.actor.get());
    return { lines: items.map((one) => customerListLine(shown(one), facts.get(one.id))).join(''), nextCursor };
  }
}

interface Piece {
  lines: string;
  nextCursor: string | null;
}
