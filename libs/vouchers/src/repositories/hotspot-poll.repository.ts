import { Injectable } from '@nestjs/common';
import { claimTurns, MAY_BE_READ, missTurn, TURN_IS_DUE } from '@app/mikrotik';
import { Database } from '@app/platform';
import { type HotspotReading } from '../domain/hotspot-reading';
import { type VoucherState } from '../domain/voucher-state';
import { RECORD_COUNTERS } from './record-counters.sql';

/** A router whose turn it is, claimed by this process. */
export interface HotspotPollTarget {
  routerId: string;
  claim: bigint;
  /** When it was read before; null: never. */
  polledAt: Date | null;
  /** The database's time. */
  now: Date;
}

/** An unused voucher whose name was seen on a router. */
export interface UnusedVoucher {
  id: string;
  siteId: string;
  code: string;
  state: VoucherState;
  validityMinutes: number | null;
  validUntil: Date | null;
}

export interface FirstLogin {
  id: string;
  firstLoginAt: Date;
  expiresAt: Date | null;
}

/** Routers without a voucher that may be in are left alone. */
const DUE = `${TURN_IS_DUE}
  and exists (select from vouchers v where v.site_id = r.site_id and v.state in ('AVAILABLE', 'SOLD', 'ACTIVE'))`;

/** Whose turn it is, and what came of it. Only the machinery comes here. */
@Injectable()
export class HotspotPollRepository {
  constructor(private readonly database: Database) {}

  async ensureRows(): Promise<void> {
    await this.database.execute(
      `insert into hotspot_polls (router_id) select h.router_id from hotspot_routers h
        where not exists (select from hotspot_polls p where p.router_id = h.router_id) on conflict do nothing`,
    );
  }

  async claimDue(limit: number): Promise<HotspotPollTarget[]> {
    return this.claim(DUE, [limit]);
  }

  /** This router, whether or not it is its turn. */
  async claimOne(routerId: string): Promise<HotspotPollTarget | undefined> {
    await this.database.execute(`insert into hotspot_polls (router_id) values ($1) on conflict do nothing`, [routerId]);
    return (await this.claim(`p.router_id = $2 and ${MAY_BE_READ}`, [1, routerId]))[0];
  }

  /** @returns false when somebody else has claimed the router since: nothing of the reading counts then */
  async finish({ routerId, claim }: HotspotPollTarget, at: Date, sessions: number, pauseMs: number): Promise<boolean> {
    const rows = await this.database.query(
      `update hotspot_polls set polled_at = $3, sessions = $4, error_code = null,
              next_poll_at = clock_timestamp() + $5::int * interval '1 millisecond'
        where router_id = $1 and claim = $2 returning router_id`,
      [routerId, claim.toString(), at, sessions, pauseMs],
    );
    return rows.length === 1;
  }

  /** Nothing is known of its users, so nothing is changed about them. */
  async missed({ routerId, claim }: HotspotPollTarget, errorCode: string, pauseMs: number): Promise<void> {
    await this.database.execute(missTurn('hotspot_polls'), [routerId, claim.toString(), errorCode, pauseMs]);
  }

  /** Unused vouchers among these names on this router, locked in the order of their ids. */
  async unused(routerId: string, names: readonly string[]): Promise<UnusedVoucher[]> {
    return this.database.query<UnusedVoucher>(
      `select v.id, v.site_id as "siteId", v.code, v.state, v.validity_minutes as "validityMinutes",
              v.valid_until as "validUntil"
         from vouchers v join routers r on r.site_id = v.site_id
        where r.id = $1 and (v.router_id is null or v.router_id = r.id) and v.code = any ($2::text[])
          and v.state in ('AVAILABLE', 'SOLD') and v.provisioned
        order by v.id for update of v`,
      [routerId, names],
    );
  }

  /** One statement. Only what is unused still: the caller holds the rows. */
  async activate(logins: readonly FirstLogin[]): Promise<void> {
    await this.database.execute(
      `update vouchers v set state = 'ACTIVE', first_login_at = n.first_login_at, expires_at = n.expires_at,
              version = v.version + 1
         from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as n (id, first_login_at, expires_at)
        where v.id = n.id and v.state in ('AVAILABLE', 'SOLD')`,
      [
        logins.map(({ id }) => id),
        logins.map(({ firstLoginAt }) => firstLoginAt),
        logins.map(({ expiresAt }) => expiresAt),
      ],
    );
  }

  /**
   * What was used since the last reading, one statement for any number of users.
   *
   * @returns vouchers whose routers have to hear of it: they are used up, or their router counts anew
   */
  async count(routerId: string, at: Date, readings: readonly HotspotReading[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(RECORD_COUNTERS, [
      ...[routerId, at, readings.map(({ name }) => name), readings.map(({ seconds }) => seconds.toString())],
      ...[readings.map(({ bytes }) => bytes.toString()), readings.map(({ mac }) => mac)],
      readings.map(({ sessionSeconds }) => sessionSeconds !== null),
    ]);
    return rows.map(({ id }) => id);
  }

  private async claim(which: string, parameters: unknown[]): Promise<HotspotPollTarget[]> {
    return this.database.query<HotspotPollTarget>(claimTurns('hotspot_polls', which), parameters);
  }
}
