import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import {
  type Condition,
  condition,
  Database,
  KeysetList,
  type ListRequest,
  type ScopeCondition,
  ScopeFilter,
} from '@app/platform';
import { ALIKE_BITS, type ClaimStatus, HOLD_REST_DAYS, type PaymentClaim } from '../../domain/claims/payment-claim';

/** A claim about to be written. */
export interface NewPaymentClaim extends Omit<
  PaymentClaim,
  'fileSha256' | 'paymentId' | 'reason' | 'decidedByName' | 'decidedAt' | 'version'
> {
  sha256: Buffer;
  phash: string | null;
  content: Buffer;
}

export interface ClaimFilter extends ListRequest {
  status?: ClaimStatus | undefined;
  customerId?: string | undefined;
}

export interface ClaimDecision {
  status: 'APPROVED' | 'REJECTED';
  paymentId: string | null;
  reason: string;
  decidedBy: string;
  decidedByName: string;
  decidedAt: Date;
}

const COLUMNS = `c.id, c.site_id as "siteId", c.customer_id as "customerId", c.invoice_id as "invoiceId",
  c.attempt_id as "attemptId", c.amount, c.currency, c.bank, c.sender_name as "senderName",
  c.transferred_on as "transferredOn", c.source, c.status, c.file_type as "fileType",
  encode(c.file_sha256, 'hex') as "fileSha256", c.duplicate_of_id as "duplicateOf", c.similar_to_id as "similarTo",
  c.hold_until_at as "holdUntil", c.payment_id as "paymentId", c.reason, c.submitted_by as "submittedBy",
  c.submitted_at as "submittedAt", c.decided_by_name as "decidedByName", c.decided_at as "decidedAt", c.version`;

const list = new KeysetList<'submittedAt' | 'amount'>({
  select: `select ${COLUMNS} from payment_claims c`,
  id: 'c.id',
  sorts: {
    submittedAt: { sql: 'c.submitted_at', type: 'timestamptz' },
    amount: { sql: 'c.amount', type: 'bigint' },
  },
  defaultSort: 'submittedAt',
});

/** Proofs of transfers with their files. Reads see the actor's customers only. */
@Injectable()
export class PaymentClaimRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(filter: ClaimFilter): Promise<Page<PaymentClaim>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.status !== undefined) conditions.push(condition('c.status = $?', filter.status));
    if (filter.customerId !== undefined) conditions.push(condition('c.customer_id = $?::uuid', filter.customerId));
    return list.page<PaymentClaim>(this.database, filter, conditions);
  }

  async find(id: string, lock = false): Promise<PaymentClaim | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from payment_claims c where c.id = $1 and ${mine}${lock ? ' for update' : ''}`,
      parameters,
    );
  }

  /** Its content is null once it is forgotten. */
  async file(id: string): Promise<{ content: Buffer | null; type: string } | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `select c.file_content as content, c.file_type as type from payment_claims c where c.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** Lets one submission of a customer, and one of a file, through at a time, until the transaction ends. */
  async lockSubmission(customerId: string, sha256: Buffer): Promise<void> {
    await this.database.query(
      `select pg_advisory_xact_lock(k) from (
         select hashtextextended('payment-claims:' || name, 0) as k from unnest($1::text[]) name order by 1) x`,
      [[customerId, sha256.toString('hex')]],
    );
  }

  /** The open claim of a customer that sent this file for the same thing: a double click. */
  async same(customerId: string, invoiceId: string | null, sha256: Buffer): Promise<PaymentClaim | undefined> {
    return this.database.queryOne(
      `select ${COLUMNS} from payment_claims c
        where c.customer_id = $1 and c.invoice_id is not distinct from $2 and c.file_sha256 = $3
          and c.status in ('SUBMITTED', 'DUPLICATE')
        order by c.submitted_at limit 1`,
      [customerId, invoiceId, sha256],
    );
  }

  /** What is known of a file and of its sender; files are compared over all sites. */
  async background(
    customerId: string,
    sha256: Buffer,
    phash: string | null,
    asOf: Date,
  ): Promise<{ open: number; duplicateOf: string | null; similarTo: string | null; held: boolean }> {
    const row = await this.database.queryOne<{
      open: number;
      duplicateOf: string | null;
      similarTo: string | null;
      held: boolean;
    }>(
      `select (select count(*)::int from payment_claims
                where customer_id = $1 and status in ('SUBMITTED', 'DUPLICATE')) as open,
              (select id from payment_claims where file_sha256 = $2 order by submitted_at limit 1) as "duplicateOf",
              (select id from payment_claims
                where $3::text is not null and file_phash is not null and file_sha256 <> $2
                  and submitted_at > $4::timestamptz - interval '90 days'
                  and bit_count(('x' || file_phash)::bit(64) # ('x' || $3)::bit(64)) <= ${ALIKE_BITS}
                order by submitted_at limit 1) as "similarTo",
              exists (select from payment_claims
                where customer_id = $1 and status <> 'APPROVED' and hold_until_at is not null
                  and submitted_at > $4::timestamptz - interval '${HOLD_REST_DAYS} days') as held`,
      [customerId, sha256, phash, asOf],
    );
    if (!row) throw new Error('the database answered nothing');
    return row;
  }

  async insert(claim: NewPaymentClaim): Promise<void> {
    await this.database.execute(
      `insert into payment_claims (id, site_id, customer_id, invoice_id, attempt_id, amount, currency, bank, sender_name,
              transferred_on, source, status, file_sha256, file_phash, file_type, file_content, duplicate_of_id,
              similar_to_id, hold_until_at, submitted_by, submitted_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
      [
        ...[claim.id, claim.siteId, claim.customerId, claim.invoiceId, claim.attemptId, claim.amount, claim.currency],
        ...[claim.bank, claim.senderName, claim.transferredOn, claim.source, claim.status, claim.sha256, claim.phash],
        ...[claim.fileType, claim.content, claim.duplicateOf, claim.similarTo, claim.holdUntil, claim.submittedBy],
        claim.submittedAt,
      ],
    );
  }

  /** The caller holds the row. */
  async decide(id: string, decision: ClaimDecision): Promise<void> {
    await this.database.execute(
      `update payment_claims set status = $2, payment_id = $3, reason = $4, decided_by = $5, decided_by_name = $6,
              decided_at = $7, version = version + 1
        where id = $1`,
      [
        ...[id, decision.status, decision.paymentId, decision.reason, decision.decidedBy, decision.decidedByName],
        decision.decidedAt,
      ],
    );
  }

  /** Claims of an invoice or customer, newest first, for the page of the payer. */
  async ofInvoice(customerId: string, invoiceId: string | null): Promise<PaymentClaim[]> {
    const parameters: unknown[] = [customerId, invoiceId];
    const mine = this.mine().into(parameters);
    return this.database.query(
      `select ${COLUMNS} from payment_claims c
        where c.customer_id = $1 and c.invoice_id is not distinct from $2 and ${mine}
        order by c.submitted_at desc limit 5`,
      parameters,
    );
  }

  /** Of these customers, those whose proof somebody still has to look at. */
  async holding(customerIds: readonly string[], asOf: Date): Promise<string[]> {
    const rows = await this.database.query<{ customerId: string }>(
      `select distinct customer_id as "customerId" from payment_claims
        where customer_id = any ($1::uuid[]) and status = 'SUBMITTED' and hold_until_at > $2`,
      [customerIds, asOf],
    );
    return rows.map(({ customerId }) => customerId);
  }

  /** Forgets at most `limit` files of claims that were decided so many days ago; their hashes stay, to know them again. */
  async purgeFiles(days: number, limit: number): Promise<number> {
    const { affected } = await this.database.execute(
      `update payment_claims set file_content = null where id in (
         select id from payment_claims
          where file_content is not null and decided_at < app_now() - make_interval(days => $1::int) limit $2)`,
      [days, limit],
    );
    return affected;
  }

  /** What the customer sent, as rows for him to read. */
  async personalData(customerId: string): Promise<object[]> {
    const parameters: unknown[] = [customerId];
    const mine = this.mine().into(parameters);
    return this.database.query<object>(
      `select c.amount::text as amount, c.currency, c.bank, c.sender_name as "senderName",
              c.transferred_on as "transferredOn", c.status, c.submitted_at as "submittedAt"
         from payment_claims c where c.customer_id = $1 and ${mine} order by c.submitted_at, c.id`,
      parameters,
    );
  }

  /** The caller has found the customer within the actor's scope. */
  async erase(customerId: string): Promise<void> {
    await this.database.execute(
      `update payment_claims set file_content = null, file_phash = null, sender_name = '' where customer_id = $1`,
      [customerId],
    );
  }

  private mine(): ScopeCondition {
    return this.scope.customer('c.customer_id', 'c.site_id');
  }
}
