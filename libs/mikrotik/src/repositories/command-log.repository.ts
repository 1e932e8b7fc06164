import { Injectable } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import { type TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { localDateOf, type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, PartitionKeeper } from '@app/platform';
import { type CommandCause } from '../pool';

export const COMMAND_OUTCOMES = ['DONE', 'REFUSED', 'UNKNOWN'] as const;
/** `UNKNOWN`: the connection was lost; the router may have carried the command out. */
export type CommandOutcome = (typeof COMMAND_OUTCOMES)[number];

/** One command that changed a router, or was meant to. */
export interface LoggedCommand {
  id: string;
  routerId: string;
  occurredAt: Date;
  cause: CommandCause;
  actorKind: string;
  actorId: string | null;
  actorName: string | null;
  command: string;
  words: string[];
  outcome: CommandOutcome;
  errorCode: string | null;
  error: string | null;
}

export interface CommandLogFilter {
  cause?: CommandCause;
  outcome?: CommandOutcome;
  /** Beginning of the command: `/ppp/secret`. */
  command?: string;
}

const list = new KeysetList<'occurredAt'>({
  select: `select l.id, l.router_id as "routerId", l.occurred_at as "occurredAt", l.cause, l.actor_kind as "actorKind",
                  l.actor_id as "actorId", l.actor_name as "actorName", l.command, l.words, l.outcome,
                  l.error_code as "errorCode", l.error
             from router_command_log l`,
  id: 'l.id',
  sorts: { occurredAt: { sql: 'l.occurred_at', type: 'timestamptz' } },
  defaultSort: '-occurredAt',
});

/** The log of commands: appended to in bulk, read by router, never changed. */
@Injectable()
export class CommandLogRepository {
  constructor(
    private readonly database: Database,
    private readonly partitions: PartitionKeeper,
    private readonly host: TransactionHost<TransactionalAdapterTypeOrm>,
  ) {}

  /** One statement for all of them; takes no part in an open transaction, because what was sent was sent. */
  async append(rows: readonly LoggedCommand[]): Promise<void> {
    for (const day of new Set(rows.map(({ occurredAt }) => localDateOf(occurredAt, 'UTC')))) {
      await this.partitions.ensure('router_command_log', day);
    }
    await this.host.withoutTransaction(() =>
      this.database.execute(
        `insert into router_command_log (id, router_id, occurred_at, cause, actor_kind, actor_id, actor_name, command, words,
                                         outcome, error_code, error)
         select r.id, r."routerId", r."occurredAt", r.cause, r."actorKind", r."actorId", r."actorName", r.command,
                array(select jsonb_array_elements_text(r.words)), r.outcome, r."errorCode", r.error
           from jsonb_to_recordset($1::jsonb) as r (
             id uuid, "routerId" uuid, "occurredAt" timestamptz, cause text, "actorKind" text, "actorId" text,
             "actorName" text, command text, words jsonb, outcome text, "errorCode" text, error text)
         on conflict do nothing`,
        [JSON.stringify(rows)],
      ),
    );
  }

  /** Only for a router that the caller has found within his scope. */
  async page(routerId: string, request: ListRequest, filter: CommandLogFilter): Promise<Page<LoggedCommand>> {
    const conditions: Condition[] = [condition('l.router_id = $?', routerId)];
    if (filter.cause !== undefined) conditions.push(condition('l.cause = $?', filter.cause));
    if (filter.outcome !== undefined) conditions.push(condition('l.outcome = $?', filter.outcome));
    if (filter.command !== undefined) conditions.push(condition('starts_with(l.command, $?)', filter.command));
    return list.page<LoggedCommand>(this.database, request, conditions);
  }

  /** @returns how many were too old */
  async purge(keepDays: number): Promise<number> {
    const { affected } = await this.database.execute(
      `delete from router_command_log where occurred_at < app_now() - $1::int * interval '1 day'`,
      [keepDays],
    );
    return affected;
  }
}
