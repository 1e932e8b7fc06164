import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** One device on which somebody signed in, as he sees it. */
export interface SignIn {
  id: string;
  userAgent: string;
  ip: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

export interface NewSignIn {
  id: string;
  userId: string;
  userAgent: string;
  ip: string;
  lifeSeconds: number;
}

/** A refresh token with the sign-in that it belongs to. */
export interface RefreshState {
  signInId: string;
  userId: string;
  used: boolean;
  /** The sign-in is neither revoked nor over, and the token not idle for too long. */
  alive: boolean;
}

/** What the guard needs to know about the bearer of an access token. */
export interface BearerRow {
  id: string;
  name: string;
  allSites: boolean;
  siteIds: string[];
  /** Only customers of `areaIds`, even when there are none. */
  areaLimited: boolean;
  areaIds: string[];
  resellerId: string | null;
  customerId: string | null;
  allPermissions: boolean;
  permissions: string[];
  /** The role demands TOTP, and the user has not confirmed any. */
  lacksTotp: boolean;
}

/** Why a sign-in ended. */
export type RevokeReason = 'LOGOUT' | 'REVOKED' | 'TOKEN_REUSED' | 'PASSWORD_CHANGED' | 'USER_CHANGED';

/**
 * All SQL for sign-ins and their refresh tokens. Their times are PostgreSQL's real clock, never the travelling one, so that
 * travelling signs nobody out.
 */
@Injectable()
export class SignInsRepository {
  constructor(private readonly database: Database) {}

  async insert(signIn: NewSignIn): Promise<void> {
    await this.database.execute(
      `insert into sign_ins (id, user_id, user_agent, ip, expires_at)
       values ($1, $2, $3, $4, now() + $5 * interval '1 second')`,
      [signIn.id, signIn.userId, signIn.userAgent, signIn.ip, signIn.lifeSeconds],
    );
  }

  async addToken(signInId: string, hash: Buffer): Promise<void> {
    await this.database.execute('insert into refresh_tokens (hash, sign_in_id) values ($1, $2)', [hash, signInId]);
  }

  /** Locks the sign-in, so that two uses of its tokens follow one another. Undefined for a token nobody was given. */
  async lockByToken(hash: Buffer, idleSeconds: number): Promise<RefreshState | undefined> {
    const owner = await this.database.queryOne<{ id: string }>(
      `select s.id from sign_ins s
       where s.id = (select t.sign_in_id from refresh_tokens t where t.hash = $1) for update`,
      [hash],
    );
    if (!owner) return undefined;
    return this.database.queryOne<RefreshState>(
      `select s.id as "signInId", s.user_id as "userId", t.used_at is not null as used,
              (s.revoked_at is null and s.expires_at > now()
                and t.issued_at > now() - $2 * interval '1 second') as alive
       from refresh_tokens t join sign_ins s on s.id = t.sign_in_id where t.hash = $1`,
      [hash, idleSeconds],
    );
  }

  async markUsed(hash: Buffer, signInId: string): Promise<void> {
    await this.database.execute('update refresh_tokens set used_at = now() where hash = $1', [hash]);
    await this.database.execute('update sign_ins set last_used_at = now() where id = $1', [signInId]);
  }

  /** Forgets the refresh tokens of a sign-in, so that none of those given out so far works. */
  async dropTokens(signInId: string): Promise<void> {
    await this.database.execute('delete from refresh_tokens where sign_in_id = $1', [signInId]);
  }

  /** The user's sign-ins that still hold, the newest first. */
  async active(userId: string): Promise<SignIn[]> {
    return this.database.query<SignIn>(
      `select id, user_agent as "userAgent", ip, created_at as "createdAt", last_used_at as "lastUsedAt",
              expires_at as "expiresAt"
       from sign_ins where user_id = $1 and revoked_at is null and expires_at > now()
       order by created_at desc, id desc limit 200`,
      [userId],
    );
  }

  /** False when the user has no such sign-in that still holds. */
  async revoke(id: string, userId: string, reason: RevokeReason): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update sign_ins set revoked_at = now(), revoke_reason = $3
       where id = $1 and user_id = $2 and revoked_at is null and expires_at > now()`,
      [id, userId, reason],
    );
    return affected === 1;
  }

  async revokeAll(userId: string, reason: RevokeReason, except?: string): Promise<void> {
    await this.database.execute(
      `update sign_ins set revoked_at = now(), revoke_reason = $2
       where user_id = $1 and revoked_at is null and id is distinct from $3::uuid`,
      [userId, reason, except ?? null],
    );
  }

  /** The bearer of an access token with these claims, in one indexed statement; undefined when it no longer holds (A6). */
  async bearer(signInId: string, userId: string, tokenVersion: number): Promise<BearerRow | undefined> {
    return this.database.preparedOne<BearerRow>(
      'iam.bearer',
      `select u.id, u.name, u.all_sites as "allSites", r.all_permissions as "allPermissions", r.permissions,
              array(select us.site_id from user_sites us where us.user_id = u.id) as "siteIds",
              u.area_limited as "areaLimited",
              array(select ua.area_id from user_areas ua where ua.user_id = u.id and u.area_limited) as "areaIds",
              u.reseller_id as "resellerId", u.customer_id as "customerId",
              r.totp_required and not exists (
                select from user_totp t where t.user_id = u.id and t.confirmed_at is not null) as "lacksTotp"
       from sign_ins s join users u on u.id = s.user_id join roles r on r.id = u.role_id
       where s.id = $1 and u.id = $2 and u.token_version = $3 and u.status = 'ACTIVE'
         and s.revoked_at is null and s.expires_at > now()
         and not exists (select from resellers b where b.id = u.reseller_id and b.status <> 'ACTIVE')`,
      [signInId, userId, tokenVersion],
    );
  }
}
