import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database, HOT, type Statement } from '@app/platform';

/** What a gateway told, as it is kept for audit (payments.md 6.1). */
export interface NewGatewayEvent {
  gateway: string;
  accountId: string;
  merchantOrderId: string | null;
  /** The same for the same notice. */
  dedupeKey: string;
  sourceIp: string;
  signatureOk: boolean;
  /** Without secrets; null where nobody vouches for it. */
  raw: Readonly<Record<string, unknown>> | null;
}

/** How it ended. */
export interface EventEnd {
  attemptId?: string | null;
  result: string;
  error?: string;
}

const MAX_RAW = 16_384;

/** All SQL of what gateways tell: for audit and for finding what is left over; never the guard against paying twice. */
@Injectable()
export class GatewayEventRepository {
  constructor(private readonly database: Database) {}

  /**
   * Keeps a notice, or counts another delivery of it, together with how it ended; without an end it waits to be processed.
   * What once ended well stays as it ended.
   *
   * @returns `isNew`: this was its first delivery
   */
  async write(event: NewGatewayEvent, end?: EventEnd): Promise<{ id: string; isNew: boolean }> {
    const { sql, parameters } = this.writing(event, end);
    const row = await this.database.queryOne<{ id: string; deliveries: number }>(sql, parameters, HOT);
    if (!row) throw new Error('a gateway event was not written');
    return { id: row.id, isNew: row.deliveries === 1 };
  }

  /** The statement of {@link write}. */
  writing(event: NewGatewayEvent, end?: EventEnd): Statement {
    return {
      sql: `insert into gateway_events as e (id, gateway, account_id, attempt_id, merchant_order_id, dedupe_key, received_at,
                                        source_ip, signature_ok, raw, result, error, processed_at)
       values ($1, $2, $3, $4, $5, $6, app_now(), $7, $8, $9, $10, $11, case when $10::text is not null then app_now() end)
       on conflict (gateway, account_id, dedupe_key) do update
         set deliveries = e.deliveries + 1, attempt_id = coalesce(e.attempt_id, excluded.attempt_id),
             result = coalesce(e.result, excluded.result), processed_at = coalesce(e.processed_at, excluded.processed_at)
       returning e.id, e.deliveries`,
      parameters: [
        ...[uuidv7(), event.gateway, event.accountId, end?.attemptId ?? null, event.merchantOrderId, event.dedupeKey],
        ...[event.sourceIp, event.signatureOk, rawOf(event.raw), end?.result ?? null, end?.error ?? null],
      ],
    };
  }

  finishing(id: string, { attemptId, result }: EventEnd): Statement {
    return {
      sql: `update gateway_events set result = coalesce(result, $2), attempt_id = coalesce(attempt_id, $3),
              processed_at = coalesce(processed_at, app_now()), error = null where id = $1`,
      parameters: [id, result, attemptId ?? null],
    };
  }

  /** It could not be processed; the gateway will tell again. */
  async failed(id: string, attemptId: string | null, error: string): Promise<void> {
    await this.database.execute(
      'update gateway_events set error = $2, attempt_id = coalesce(attempt_id, $3) where id = $1 and processed_at is null',
      [id, error.slice(0, 300), attemptId],
    );
  }

  /**
   * Forgets at most `limit` of what was dealt with so many days ago, and of what nobody believed after a month at most; unknown
   * orders stay with what was decided about them.
   */
  async purge(days: number, limit: number): Promise<number> {
    const { affected } = await this.database.execute(
      `delete from gateway_events where id in (
         select id from gateway_events
          where received_at < app_now() - make_interval(days => case when signature_ok then $1::int else least($1::int, 30) end)
            and processed_at is not null and result <> 'unknown-order' limit $2)`,
      [days, limit],
    );
    return affected;
  }
}

function rawOf(raw: NewGatewayEvent['raw']): string | null {
  if (raw === null) return null;
  const text = JSON.stringify(raw);
  return text.length <= MAX_RAW ? text : text.slice(0, MAX_RAW);
}
