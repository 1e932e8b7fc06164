import { Injectable } from '@nestjs/common';
import { AuditLog } from '@app/platform';
import { type HotspotReading } from '../domain/hotspot-reading';
import { expiryOf, firstLoginOf } from '../domain/validity';
import { voucherStateAfter } from '../domain/voucher-state';
import { HotspotPollRepository } from '../repositories/hotspot-poll.repository';

/** A router was read: whom it knows, when, and when it was read before. */
export interface SeenOnRouter {
  routerId: string;
  at: Date;
  before: Date | null;
  readings: readonly HotspotReading[];
}

/** First logins without scripts on routers. A late look never shortens what was bought; a repeated one changes nothing. */
@Injectable()
export class FirstLogins {
  constructor(
    private readonly polls: HotspotPollRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Call it in a transaction. @returns how many vouchers began */
  async detected({ routerId, at, before, readings }: SeenOnRouter): Promise<number> {
    const byName = new Map(readings.map((reading) => [reading.name, reading]));
    const unused = await this.polls.unused(routerId, [...byName.keys()]);
    const begun = unused.filter(({ state }) => voucherStateAfter(state, 'REDEEM') === 'ACTIVE');
    if (begun.length === 0) return 0;
    const logins = begun.map(({ id, code, siteId, validityMinutes, validUntil }) => {
      const sessionSeconds = byName.get(code)?.sessionSeconds ?? null;
      const firstLoginAt = firstLoginOf({ seenAt: at, notBefore: before, sessionSeconds });
      return {
        id,
        siteId,
        firstLoginAt,
        expiresAt: expiryOf({ minutes: validityMinutes, until: validUntil }, firstLoginAt),
      };
    });
    await this.polls.activate(logins);
    await this.audit.recordMany(
      logins.map(({ id, siteId, firstLoginAt, expiresAt }) => ({
        ...{ action: 'voucher.first-login', subject: { type: 'voucher', id }, siteId },
        after: { state: 'ACTIVE', firstLoginAt, expiresAt, routerId },
      })),
    );
    return logins.length;
  }
}
