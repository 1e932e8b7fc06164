import { Injectable, Logger } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { AuditLog, Leases, SecretBox } from '@app/platform';
import { MikrotikErrors } from '../mikrotik.errors';
import { type PasswordState, RouterPasswordRepository } from '../repositories/router-password.repository';
import { RouterOsError } from '../transport';
import { accessPassword } from './access-script';
import { changePassword } from './change-password';
import { RouterLogins } from './router-logins';
import { passwordPlace, pendingPlace, RouterPasswords } from './router-passwords';

const LEASE_MS = 60_000;
/** Longer than a rotation lasts; afterwards it is found out which password the router has. */
const PENDING_MINUTES = 15;

/** What a rotation came to: with `UNKNOWN` the router went away, both passwords are kept, and the one that works will count. */
export type RotationOutcome = 'ROTATED' | 'UNKNOWN';

/**
 * Changes the password of our user on a router. The new one is stored, sealed, before the router hears of it, and counts only
 * when a fresh login with it has worked. Wherever it is interrupted, one of the two stored passwords works, and every
 * connection finds out which.
 */
@Injectable()
export class RotateCredentials {
  private readonly logger = new Logger(RotateCredentials.name);

  constructor(
    private readonly repository: RouterPasswordRepository,
    private readonly passwords: RouterPasswords,
    private readonly logins: RouterLogins,
    private readonly secrets: SecretBox,
    private readonly leases: Leases,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_NOT_MANAGED, MIKROTIK_ROTATION_RUNNING, MIKROTIK_PASSWORD_PENDING,
   * MIKROTIK_ROTATION_FORBIDDEN, MIKROTIK_ROTATION_REFUSED, MIKROTIK_ROUTER_UNREACHABLE
   */
  async rotate(routerId: string): Promise<RotationOutcome> {
    return this.alone(routerId, async (state) => {
      if (state.mode !== 'MANAGED') throw MikrotikErrors.ROUTER_NOT_MANAGED({ mode: state.mode });
      const settled = await this.settled(state);
      const outcome = await this.change(settled);
      const { id, siteId } = state;
      const action = outcome === 'ROTATED' ? 'router.password-rotated' : 'router.password-rotation-unfinished';
      await this.audit.recordDone({ action, subject: { type: 'router', id }, siteId });
      return outcome;
    });
  }

  /** Finds out which password the router has, where a new one was on its way and its time is over. */
  async recover(routerId: string): Promise<void> {
    await this.alone(routerId, (state) => this.settle(state));
  }

  private async alone<T>(routerId: string, work: (state: PasswordState) => Promise<T>): Promise<T> {
    const held = await this.leases.tryWith(`router-credentials:${routerId}`, LEASE_MS, async () => {
      const state = await this.repository.state(routerId);
      if (!state) throw CoreErrors.NOT_FOUND({ what: 'router', id: routerId });
      return this.reachable(routerId, () => work(state));
    });
    if (!held) throw MikrotikErrors.ROTATION_RUNNING();
    return held.result;
  }

  /** The router has one password, and we know it. */
  private async settled(state: PasswordState): Promise<PasswordState> {
    if (state.pendingSealed === null) return state;
    await this.settle(state, state.pendingOrigin === 'SCRIPT');
    const now = await this.repository.state(state.id);
    if (!now) throw CoreErrors.NOT_FOUND({ what: 'router', id: state.id });
    if (now.pendingSealed !== null) throw MikrotikErrors.PASSWORD_PENDING();
    return now;
  }

  /** @param keep an operator may still paste the script that has it */
  private async settle({ id, pendingSealed }: PasswordState, keep = false): Promise<void> {
    if (pendingSealed === null) return;
    const pending = this.secrets.open(pendingSealed, pendingPlace(id));
    if ((await this.logins.verdict(id, pending)) === 'works') await this.passwords.promote(id, pendingSealed);
    else if (!keep) await this.repository.dropPending(id, pendingSealed);
  }

  private async change(state: PasswordState): Promise<RotationOutcome> {
    const { id, username } = state;
    const old = this.secrets.open(state.passwordSealed, passwordPlace(id));
    const wanted = accessPassword();
    const pendingSealed = this.secrets.seal(wanted, pendingPlace(id));
    if (!(await this.repository.setPending(id, pendingSealed, 'ROTATION', PENDING_MINUTES))) {
      throw MikrotikErrors.PASSWORD_PENDING();
    }
    let inDoubt = false;
    try {
      await this.logins.with(id, old, (tell) => changePassword(tell, { username, old, wanted }));
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      inDoubt = error.isTransport && error.details.stage === 'command';
      if (!inDoubt) await this.giveUp(id, pendingSealed, error);
      this.logger.warn(`router ${id}: no answer to the change of its password, looking which one it has`);
    }
    return this.confirm(id, pendingSealed, { wanted, inDoubt });
  }

  /** Nothing was changed. */
  private async giveUp(id: string, pendingSealed: string, error: RouterOsError): Promise<never> {
    await this.repository.dropPending(id, pendingSealed);
    await this.repository.recordFailure(id, error.code);
    if (error.code === 'PERMISSION_DENIED') throw MikrotikErrors.ROTATION_FORBIDDEN();
    if (!error.isTransport) throw MikrotikErrors.ROTATION_REFUSED({ reason: error.message });
    throw error;
  }

  /** @param inDoubt the change was sent and not answered: it may reach the router after the login that is refused now */
  private async confirm(
    id: string,
    pendingSealed: string,
    { wanted, inDoubt }: { wanted: string; inDoubt: boolean },
  ): Promise<RotationOutcome> {
    try {
      if ((await this.logins.verdict(id, wanted)) === 'refused') {
        if (inDoubt) throw new RouterOsError('ETIMEDOUT', 'the change was not answered, and is not seen yet');
        await this.giveUp(id, pendingSealed, new RouterOsError('ROUTER_ERROR', 'the new password does not work'));
      }
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      await this.repository.recordFailure(id, error.code);
      return 'UNKNOWN';
    }
    await this.passwords.promote(id, pendingSealed);
    return 'ROTATED';
  }

  private async reachable<T>(routerId: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      this.logger.warn(`router ${routerId}: ${error.code} while changing its password`);
      throw MikrotikErrors.ROUTER_UNREACHABLE({ reason: error.code });
    }
  }
}
