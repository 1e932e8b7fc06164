import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { print, RouterOsError, RouterPool, type Row, SYNC_PRIORITY } from '@app/mikrotik';
import { Database } from '@app/platform';
import { type HotspotReading, hotspotReadings } from '../domain/hotspot-reading';
import { HotspotPollRepository, type HotspotPollTarget } from '../repositories/hotspot-poll.repository';
import { VouchersConfig } from '../vouchers.config';
import { FirstLogins } from './first-logins.service';
import { VoucherMarks } from './voucher-marks.service';

const ACTIVE = ['user', 'uptime', 'mac-address', 'bytes-in', 'bytes-out'];
const USERS = ['name', 'uptime', 'bytes-in', 'bytes-out'];

/** How a reading ended. */
export type HotspotPollOutcome = 'read' | 'unreachable' | 'not-ours';

/**
 * Reads who is in on the hotspot of one router and what its users have used: two prints in one round trip. A table that
 * cannot be read is no empty table: nothing changes then (peers.md, requirement 14).
 */
@Injectable()
export class HotspotPoll {
  constructor(
    private readonly polls: HotspotPollRepository,
    private readonly logins: FirstLogins,
    private readonly marks: VoucherMarks,
    private readonly pool: RouterPool,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: VouchersConfig,
  ) {}

  /** Now, whether or not it is the router's turn. */
  async poll(routerId: string): Promise<HotspotPollOutcome> {
    const target = await this.polls.claimOne(routerId);
    return target ? this.pollClaimed(target) : 'not-ours';
  }

  /** Never throws for what a router does. */
  async pollClaimed(target: HotspotPollTarget): Promise<HotspotPollOutcome> {
    const begun = this.clock.monotonicMs();
    const rows = await this.read(target.routerId);
    if (rows instanceof RouterOsError) {
      await this.polls.missed(target, rows.code, this.config.pollIntervalMs);
      return 'unreachable';
    }
    // why: by the database's clock and the time that passed here, as the two ends of an interval must agree
    const at = new Date(target.now.getTime() + Math.round(this.clock.monotonicMs() - begun));
    await this.database.transaction(async () => this.record(target, at, hotspotReadings(rows.users, rows.active)));
    return 'read';
  }

  private async record(target: HotspotPollTarget, at: Date, readings: readonly HotspotReading[]): Promise<void> {
    const online = readings.filter(({ sessionSeconds }) => sessionSeconds !== null).length;
    if (!(await this.polls.finish(target, at, online, this.config.pollIntervalMs))) return;
    if (readings.length === 0) return;
    const { routerId, polledAt: before } = target;
    await this.logins.detected({ routerId, at, before, readings });
    await this.marks.vouchers(await this.polls.count(routerId, at, readings), SYNC_PRIORITY.ISOLATE);
  }

  private async read(routerId: string): Promise<{ active: Row[]; users: Row[] } | RouterOsError> {
    const questions = [print('/ip/hotspot/active', ACTIVE), print('/ip/hotspot/user', USERS)];
    const [active, users] = await this.pool.execAll(routerId, questions, { lane: 'bulk', deadline: 'table' });
    if (active?.ok !== true) return active?.error ?? new RouterOsError('ENOTCONN', 'no answer');
    if (users?.ok !== true) return users?.error ?? new RouterOsError('ENOTCONN', 'no answer');
    return { active: active.value, users: users.value };
  }
}
