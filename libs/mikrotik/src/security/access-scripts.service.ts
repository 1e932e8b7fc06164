import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, uuidv7 } from '@app/core';
import { AuditLog, CurrentActor, SecretBox } from '@app/platform';
import { type AccessNeeds } from '../domain/policies';
import { majorOf } from '../domain/ros-version';
import { type Router } from '../entities/router.entity';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterPasswordRepository } from '../repositories/router-password.repository';
import { RoutersService } from '../services/routers.service';
import { ACCESS_NAME, accessPassword, accessScript } from './access-script';
import { draftPlace, pendingPlace } from './router-passwords';
import { RouterSecurityConfig } from './router-security.config';
import { RotateCredentials } from './rotate-credentials.service';

const DRAFT_HOURS = 24;
const PASTE_MINUTES = 7 * 24 * 60;
const FOREIGN_KEY_VIOLATION = '23503';

/** What an operator may say about a script; the rest is told from the router and the configuration. */
export interface ScriptWishes extends AccessNeeds {
  ourAddresses?: readonly string[];
  tls?: boolean;
  major?: 6 | 7;
}

export interface NewAccess extends ScriptWishes {
  siteId: string;
  /** Default `langgan`. */
  username?: string;
  host: string;
}

export interface AccessScript {
  script: string;
  username: string;
  /** Until when its password counts; null where it has none. */
  validUntil: Date | null;
}

/**
 * Scripts that give us the least access we need. A password is in exactly one of them, and from then on only sealed: whoever
 * loses a script makes another one.
 */
@Injectable()
export class AccessScripts {
  constructor(
    private readonly routers: RoutersService,
    private readonly passwords: RouterPasswordRepository,
    private readonly rotation: RotateCredentials,
    private readonly secrets: SecretBox,
    private readonly actor: CurrentActor,
    private readonly config: RouterSecurityConfig,
    private readonly audit: AuditLog,
  ) {}

  /**
   * For a router that is not registered yet: name the draft when it is.
   *
   * @throws DomainError CORE_NOT_FOUND (site)
   */
  @Transactional()
  async draft({ siteId, username = ACCESS_NAME, ...wishes }: NewAccess): Promise<AccessScript & { draftId: string }> {
    const scope = this.actor.siteIds();
    const unknown = CoreErrors.NOT_FOUND({ what: 'site', id: siteId });
    if (this.actor.isNarrowed() || (scope && !scope.includes(siteId))) throw unknown;
    const draftId = uuidv7();
    const password = accessPassword();
    const passwordSealed = this.secrets.seal(password, draftPlace(draftId));
    const validUntil = await this.passwords
      .saveDraft({ id: draftId, siteId, username, passwordSealed }, DRAFT_HOURS)
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code === FOREIGN_KEY_VIOLATION) throw unknown;
        throw error;
      });
    const script = this.script({ tls: true, major: 7, ...wishes }, { username, password, host: wishes.host });
    const subject = { type: 'router-access-draft', id: draftId };
    await this.audit.record({ action: 'router.access-script-made', subject, siteId, after: { username } });
    return { draftId, script, username, validUntil };
  }

  /** Group, service and certificate of a registered router once more; its user keeps his password. */
  async of(id: string, wishes: ScriptWishes): Promise<AccessScript> {
    const router = await this.routers.get(id);
    const { username, host } = router;
    return { script: this.script({ ...told(router), ...wishes }, { username, host }), username, validUntil: null };
  }

  /**
   * With a new password. The present one goes on until the script has been pasted: the next connection finds out.
   *
   * @param replace gives up an earlier script that was not pasted
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_PASSWORD_PENDING, and what `RotateCredentials.recover` throws
   */
  async renew(id: string, { replace = false, ...wishes }: ScriptWishes & { replace?: boolean }): Promise<AccessScript> {
    const router = await this.routers.get(id);
    if (replace) await this.rotation.recover(id);
    const password = accessPassword();
    const sealed = this.secrets.seal(password, pendingPlace(id));
    if (!(await this.passwords.setPending(id, sealed, 'SCRIPT', PASTE_MINUTES)))
      throw MikrotikErrors.PASSWORD_PENDING();
    const { username, host, siteId } = router;
    const subject = { type: 'router', id };
    await this.audit.recordDone({ action: 'router.access-script-made', subject, siteId, after: { username } });
    const { passwordPendingUntil } = await this.routers.get(id);
    const script = this.script({ ...told(router), ...wishes }, { username, password, host });
    return { script, username, validUntil: passwordPendingUntil };
  }

  private script(
    { tls = true, major = 7, ourAddresses = this.config.ownAddresses, ...needs }: ScriptWishes,
    { username, password, host }: { username: string; password?: string; host: string },
  ): string {
    const given = { ...needs, username, tls, major, ourAddresses, routerHost: host };
    return accessScript(password === undefined ? given : { ...given, password });
  }
}

/** What is known of a registered router. */
function told({ tlsMode, protocol, rosVersion }: Router): ScriptWishes {
  return {
    tls: tlsMode !== 'PLAIN',
    rest: protocol === 'REST',
    major: rosVersion !== null && majorOf(rosVersion) === 6 ? 6 : 7,
  };
}
