import { Injectable } from '@nestjs/common';
import { Clock, CoreErrors } from '@app/core';
import { anyOf, MikrotikErrors, print, RouterOsError, RouterPool, type Row, SessionKicker } from '@app/mikrotik';
import { rosSeconds } from '../domain/ros-duration';
import { PppoeAccountRepository } from '../repositories/pppoe-account.repository';
import { type AccountPlace, RouterAccountsRepository } from '../repositories/router-accounts.repository';

/** What the router says about a subscriber's session. */
export interface PppoeSession {
  online: boolean;
  address: string | null;
  /** MAC address of the dialling device, as the router prints it. */
  callerId: string | null;
  uptimeSeconds: number | null;
  /** When the router was asked. */
  readAt: Date;
}

/**
 * Running sessions, asked from the routers themselves: the account's own and those that stand in for it. Nothing here holds
 * a transaction open.
 */
@Injectable()
export class SessionsService {
  constructor(
    private readonly accounts: PppoeAccountRepository,
    private readonly places: RouterAccountsRepository,
    private readonly pool: RouterPool,
    private readonly kicker: SessionKicker,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND; MIKROTIK_ROUTER_UNREACHABLE when no router with a session answers */
  async look(accountId: string): Promise<PppoeSession> {
    const answers = await this.ask(accountId, (place) => this.active(place));
    const row = answers.rows.flat()[0];
    if (row === undefined && answers.failure) throw answers.failure;
    return {
      online: row !== undefined,
      address: row?.address ?? null,
      callerId: row?.['caller-id'] ?? null,
      uptimeSeconds: rosSeconds(row?.uptime ?? '') ?? null,
      readAt: this.clock.now(),
    };
  }

  /**
   * Ends the sessions of an account; its device may dial in again at once. No session is a success as well (peers.md 5.3).
   *
   * @returns how many there were
   * @throws DomainError CORE_NOT_FOUND; MIKROTIK_ROUTER_UNREACHABLE when no router with a session answers
   */
  async kick(accountId: string): Promise<number> {
    const answers = await this.ask(accountId, (place) =>
      this.kicker.kick(place.routerId, '/ppp/active', [place.username]),
    );
    const kicked = answers.rows.reduce((sum, count) => sum + count, 0);
    if (kicked === 0 && answers.failure) throw answers.failure;
    return kicked;
  }

  /** Every router on which the account is wanted, at once; a router's failure as the caller's 503. */
  private async ask<T>(
    accountId: string,
    question: (place: AccountPlace) => Promise<T>,
  ): Promise<{ rows: T[]; failure: Error | undefined }> {
    const account = await this.accounts.find(accountId);
    if (account === undefined) throw CoreErrors.NOT_FOUND({ what: 'pppoe account', id: accountId });
    const places = await this.places.placesOf([account.subscriptionId]);
    const settled = await Promise.allSettled(places.map(question));
    const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    for (const failure of failures) if (!(failure instanceof RouterOsError)) throw failure;
    const [first] = failures as RouterOsError[];
    return {
      rows: settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
      failure: first && MikrotikErrors.ROUTER_UNREACHABLE({ reason: first.code }),
    };
  }

  private async active({ routerId, username }: AccountPlace): Promise<Row[]> {
    const columns = ['name', 'address', 'caller-id', 'uptime'];
    return this.pool.exec(routerId, print('/ppp/active', columns, anyOf('name', [username])));
  }
}
