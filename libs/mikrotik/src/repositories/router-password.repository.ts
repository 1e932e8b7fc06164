import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';
import { type RouterMode } from '../entities/router.entity';

/** `ROTATION`: we are setting it ourselves; `SCRIPT`: an operator has it in a script and may paste it. */
export type PendingOrigin = 'ROTATION' | 'SCRIPT';

export interface PasswordState {
  id: string;
  siteId: string;
  name: string;
  username: string;
  mode: RouterMode;
  passwordSealed: string;
  pendingSealed: string | null;
  pendingOrigin: PendingOrigin | null;
}

export interface AccessDraft {
  id: string;
  siteId: string;
  username: string;
  passwordSealed: string;
}

const NOTHING_PENDING = 'pending_password_sealed = null, pending_password_until = null, pending_password_origin = null';

/**
 * Passwords of our users on routers, sealed. A password that is on its way to a router stands beside the present one until
 * it is known which of the two the router has.
 */
@Injectable()
export class RouterPasswordRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async state(id: string): Promise<PasswordState | undefined> {
    return this.database.queryOne<PasswordState>(
      `select id, site_id as "siteId", name, username, mode, password_sealed as "passwordSealed",
              pending_password_sealed as "pendingSealed", pending_password_origin as "pendingOrigin"
         from routers where id = $1`,
      [id],
    );
  }

  /** False when one is pending already. The version stays: connections with the present password are good. */
  async setPending(id: string, sealed: string, origin: PendingOrigin, minutes: number): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update routers set pending_password_sealed = $2, pending_password_origin = $3,
         pending_password_until = clock_timestamp() + $4::int * interval '1 minute'
        where id = $1 and pending_password_sealed is null`,
      [id, sealed, origin, minutes],
    );
    return affected === 1;
  }

  /**
   * The router has the pending password.
   *
   * @param pendingSealed as it was read; false when it is another one by now
   * @param sealed the same password, sealed for its new place
   */
  async promote(id: string, pendingSealed: string, sealed: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update routers set password_sealed = $3, ${NOTHING_PENDING}, password_changed_at = clock_timestamp(),
         rotation_failed_at = null, rotation_error_code = null, failures = 0, next_attempt_at = null,
         version = version + 1, updated_at = now()
        where id = $1 and pending_password_sealed = $2`,
      [id, pendingSealed, sealed],
    );
    return affected === 1;
  }

  /** The router does not have it and will not get it. */
  async dropPending(id: string, pendingSealed: string): Promise<void> {
    await this.database.execute(
      `update routers set ${NOTHING_PENDING} where id = $1 and pending_password_sealed = $2`,
      [id, pendingSealed],
    );
  }

  async recordFailure(id: string, code: string): Promise<void> {
    await this.database.execute(
      `update routers set rotation_failed_at = clock_timestamp(), rotation_error_code = $2 where id = $1`,
      [id, code],
    );
  }

  /** Routers whose password is older than this; one that refused is asked again a day later. */
  async due(maxAgeDays: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from routers
        where mode = 'MANAGED' and health = 'ONLINE' and identity_state <> 'IDENTITY_MISMATCH'
          and password_changed_at < clock_timestamp() - $1::int * interval '1 day'
          and coalesce(rotation_failed_at < clock_timestamp() - interval '1 day', true)
        order by password_changed_at limit 100`,
      [maxAgeDays],
    );
    return rows.map(({ id }) => id);
  }

  /** Routers with a pending password whose time is over. */
  async overdue(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from routers where pending_password_until < clock_timestamp() and mode <> 'DISABLED'
        order by pending_password_until limit 100`,
    );
    return rows.map(({ id }) => id);
  }

  async saveDraft(draft: AccessDraft, hours: number): Promise<Date> {
    const row = await this.database.queryOne<{ expiresAt: Date }>(
      `insert into router_access_drafts (id, site_id, username, password_sealed, expires_at)
       values ($1, $2, $3, $4, clock_timestamp() + $5::int * interval '1 hour') returning expires_at as "expiresAt"`,
      [draft.id, draft.siteId, draft.username, draft.passwordSealed, hours],
    );
    if (!row) throw new Error('the draft was not stored');
    return row.expiresAt;
  }

  /** Takes a draft out: it serves for one router. */
  async takeDraft(id: string): Promise<AccessDraft | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('d.site_id').into(parameters);
    return this.database.queryOne<AccessDraft>(
      `delete from router_access_drafts d where d.id = $1 and d.expires_at > clock_timestamp() and ${mine}
       returning d.id, d.site_id as "siteId", d.username, d.password_sealed as "passwordSealed"`,
      parameters,
    );
  }

  async peekDraft(id: string): Promise<AccessDraft | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('d.site_id').into(parameters);
    return this.database.queryOne<AccessDraft>(
      `select d.id, d.site_id as "siteId", d.username, d.password_sealed as "passwordSealed"
         from router_access_drafts d where d.id = $1 and d.expires_at > clock_timestamp() and ${mine}`,
      parameters,
    );
  }

  async purgeDrafts(): Promise<number> {
    const { affected } = await this.database.execute(
      `delete from router_access_drafts where expires_at < clock_timestamp()`,
    );
    return affected;
  }
}
