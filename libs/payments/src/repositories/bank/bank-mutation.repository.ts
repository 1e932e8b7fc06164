import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import {
  type Condition,
  condition,
  CurrentActor,
  Database,
  KeysetList,
  type ListRequest,
  ScopeCondition,
  ScopeFilter,
} from '@app/platform';
import {
  type BankMutation,
  descriptionHash,
  type MutationLine,
  type MutationState,
} from '../../domain/bank/bank-mutation';

/** A line with its place among equals. */
export interface NumberedLine extends MutationLine {
  runningNo: number;
}

export interface MutationFilter extends ListRequest {
  bankAccountId?: string | undefined;
  state?: MutationState | undefined;
}

const COLUMNS = `m.id, m.bank_account_id as "bankAccountId", m.booked_on as "bookedOn", m.booked_at as "bookedAt",
  m.direction, m.amount, m.currency, m.description, m.running_no as "runningNo", m.external_id as "externalId", m.state,
  m.candidates, m.attempt_id as "attemptId", m.payment_id as "paymentId", m.note, m.decided_by_name as "decidedByName",
  m.decided_at as "decidedAt", m.created_at as "createdAt"`;

const FROM = `bank_mutations m join bank_accounts b on b.id = m.bank_account_id`;

const list = new KeysetList<'bookedOn' | 'amount'>({
  select: `select ${COLUMNS} from ${FROM}`,
  id: 'm.id',
  sorts: { bookedOn: { sql: 'm.booked_on', type: 'date' }, amount: { sql: 'm.amount', type: 'bigint' } },
  defaultSort: '-bookedOn',
});

/** Lines of bank statements. Reads see the accounts of the actor's sites. */
@Injectable()
export class BankMutationRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
    private readonly actor: CurrentActor,
  ) {}

  async page(filter: MutationFilter): Promise<Page<BankMutation>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.bankAccountId !== undefined) conditions.push(condition('m.bank_account_id = $?', filter.bankAccountId));
    if (filter.state !== undefined) conditions.push(condition('m.state = $?', filter.state));
    return list.page<BankMutation>(this.database, filter, conditions);
  }

  async find(id: string, lock = false): Promise<BankMutation | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from ${FROM} where m.id = $1 and ${mine}${lock ? ' for update of m' : ''}`,
      parameters,
    );
  }

  /** One intake of an account at a time, until the transaction ends. */
  async lockIntake(bankAccountId: string): Promise<void> {
    await this.database.query(`select pg_advisory_xact_lock(hashtextextended('bank-mutations:' || $1, 0))`, [
      bankAccountId,
    ]);
  }

  /** Which of these names a forwarding service has told before. */
  async knownNames(bankAccountId: string, names: readonly string[]): Promise<Set<string>> {
    if (names.length === 0) return new Set();
    const rows = await this.database.query<{ name: string }>(
      `select external_id as name from bank_mutations where bank_account_id = $1 and external_id = any ($2::text[])`,
      [bankAccountId, names],
    );
    return new Set(rows.map(({ name }) => name));
  }

  /** Equal lines of these days: how many there are, and how many of them have no name. */
  async equals(
    bankAccountId: string,
    lines: readonly MutationLine[],
  ): Promise<Map<string, { count: number; nameless: number[] }>> {
    const rows = await this.database.query<{ key: string; count: number; nameless: number[] }>(
      `select concat_ws(' ', booked_on::text, direction, amount::text, encode(description_hash, 'hex')) as key,
              count(*)::int as count,
              coalesce(array_agg(running_no order by running_no) filter (where external_id is null), '{}') as nameless
         from bank_mutations where bank_account_id = $1 and booked_on = any ($2::date[]) group by 1`,
      [bankAccountId, [...new Set(lines.map(({ bookedOn }) => bookedOn))]],
    );
    return new Map(rows.map(({ key, ...rest }) => [key, rest]));
  }

  /** One statement; lines that are there already are left alone. @returns ids of the new ones */
  async insert(
    bankAccountId: string,
    lines: readonly NumberedLine[],
    facts: { currency: string; source: string; at: Date },
  ): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `insert into bank_mutations (id, bank_account_id, booked_on, booked_at, direction, amount, currency, description,
              description_hash, running_no, external_id, source, state, created_at)
       select x.id, $1, x.booked_on, x.booked_at, x.direction, x.amount, $2, x.description, decode(x.hash, 'hex'), x.running_no,
              x.external_id, $3, case x.direction when 'CREDIT' then 'NEW' else 'NOT_OURS' end, $4
         from unnest($5::uuid[], $6::date[], $7::timestamptz[], $8::text[], $9::bigint[], $10::text[], $11::text[],
                     $12::int[], $13::text[])
           as x (id, booked_on, booked_at, direction, amount, description, hash, running_no, external_id)
       on conflict do nothing returning id`,
      [
        ...[bankAccountId, facts.currency, facts.source, facts.at, lines.map(() => uuidv7())],
        ...[lines.map((l) => l.bookedOn), lines.map((l) => l.bookedAt ?? null), lines.map((l) => l.direction)],
        ...[
          lines.map((l) => l.amount),
          lines.map((l) => l.description),
          lines.map((l) => descriptionHash(l.description)),
        ],
        ...[lines.map((l) => l.runningNo), lines.map((l) => l.externalId ?? null)],
      ],
    );
    return rows.map(({ id }) => id);
  }

  /** Gives lines that came without a name the one by which a forwarding service calls them. */
  async name(bankAccountId: string, lines: readonly NumberedLine[]): Promise<void> {
    if (lines.length === 0) return;
    await this.database.execute(
      `update bank_mutations m set external_id = x.external_id
         from unnest($2::date[], $3::text[], $4::bigint[], $5::text[], $6::int[], $7::text[])
           as x (booked_on, direction, amount, hash, running_no, external_id)
        where m.bank_account_id = $1 and m.booked_on = x.booked_on and m.direction = x.direction and m.amount = x.amount
          and m.description_hash = decode(x.hash, 'hex') and m.running_no = x.running_no and m.external_id is null`,
      [
        ...[bankAccountId, lines.map((l) => l.bookedOn), lines.map((l) => l.direction), lines.map((l) => l.amount)],
        ...[lines.map((l) => descriptionHash(l.description)), lines.map((l) => l.runningNo)],
        lines.map((l) => l.externalId ?? null),
      ],
    );
  }

  /** Those that nobody has looked at, oldest first. */
  async waiting(bankAccountId: string | null, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from bank_mutations where state = 'NEW' and ($1::uuid is null or bank_account_id = $1)
        order by booked_on, id limit $2`,
      [bankAccountId, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Is a payment accounted for by another line already? */
  async isTaken(paymentId: string): Promise<boolean> {
    const row = await this.database.queryOne(`select from bank_mutations where payment_id = $1`, [paymentId]);
    return row !== undefined;
  }

  /** The caller holds the row. */
  async move(
    id: string,
    change: Partial<Pick<BankMutation, 'candidates' | 'attemptId' | 'paymentId' | 'note'>> & { state: MutationState },
    decided?: { by: string; name: string; at: Date },
  ): Promise<void> {
    await this.database.execute(
      `update bank_mutations set state = $2, candidates = coalesce($3, candidates), attempt_id = coalesce($4, attempt_id),
              payment_id = coalesce($5, payment_id), note = coalesce($6, note), decided_by = $7, decided_by_name = $8,
              decided_at = $9
        where id = $1`,
      [
        ...[id, change.state, change.candidates ?? null, change.attemptId ?? null, change.paymentId ?? null],
        ...[change.note ?? null, decided?.by ?? null, decided?.name ?? null, decided?.at ?? null],
      ],
    );
  }

  private mine(): ScopeCondition {
    const narrow = this.actor.isNarrowed() ? [ScopeCondition.NOTHING] : [];
    return ScopeCondition.all([this.scope.sharedOrGeneral('b.site_id'), ...narrow]);
  }
}
