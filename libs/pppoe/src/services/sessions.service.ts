import { Injectable } from '@nestjs/common';
import { Clock, CoreErrors } from '@app/core';
import { anyOf, MikrotikErrors, print, RouterOsError, RouterPool, type Row, SessionKicker } from '@app/mikrotik';
import { type PppoeAccount } from '../domain/pppoe-account';
import { rosSeconds } from '../domain/ros-duration';
import { PppoeAccountRepository } from '../repositories/pppoe-account.repository';

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

/** Running sessions, asked from the router itself. Nothing here holds a transaction open. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly accounts: PppoeAccountRepository,
    private readonly pool: RouterPool,
    private readonly kicker: SessionKicker,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE */
  async look(accountId: string): Promise<PppoeSession> {
    const [row] = await this.active(await this.account(accountId));
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
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE
   */
  async kick(accountId: string): Promise<number> {
    const { routerId, username } = await this.account(accountId);
    return asked(() => this.kicker.kick(routerId, '/ppp/active', [username]));
  }

  private async account(id: string): Promise<PppoeAccount> {
    const account = await this.accounts.find(id);
    if (account === undefined) throw CoreErrors.NOT_FOUND({ what: 'pppoe account', id });
    return account;
  }

  private async active({ routerId, username }: PppoeAccount): Promise<Row[]> {
    const columns = ['name', 'address', 'caller-id', 'uptime'];
    return asked(() => this.pool.exec(routerId, print('/ppp/active', columns, anyOf('name', [username]))));
  }
}

/** A router's failure as the caller's 503. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof RouterOsError ? MikrotikErrors.ROUTER_UNREACHABLE({ reason: error.code }) : error;
  }
}
