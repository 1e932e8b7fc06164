import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type Capabilities } from '../domain/capabilities';
import { type IdentityState, type RouterMode } from '../entities/router.entity';
import { type Exposure } from '../security/exposure';
import { type TlsMode } from '../transport';

/** Whether a router may be written to. */
export interface WriteGate {
  mode: RouterMode;
  identityState: IdentityState;
}

/** What a router is and can, as of its last inspection. */
export interface StoredCapabilities {
  capabilities: Capabilities | null;
  capabilitiesAt: Date | null;
  clockSkewMs: bigint | null;
}

/** What an inspection found. */
export interface InspectionResult {
  capabilities: Capabilities;
  exposure: Exposure;
  clockSkewMs: number | null;
}

/** What the posture report looks at. */
export interface PostureRow {
  id: string;
  siteId: string;
  name: string;
  username: string;
  mode: RouterMode;
  rosVersion: string | null;
  tlsMode: TlsMode;
  tlsFingerprint: string | null;
  anonymousTlsAllowed: boolean;
  identityState: IdentityState;
  clockSkewMs: bigint | null;
  passwordChangedAt: Date;
  rotationErrorCode: string | null;
  twins: number;
  capabilities: Capabilities | null;
  exposure: Exposure | null;
  capabilitiesAt: Date | null;
}

const postures = new KeysetList<'name'>({
  select: `select r.id, r.site_id as "siteId", r.name, r.username, r.mode, r.ros_version as "rosVersion",
                  r.tls_mode as "tlsMode", r.tls_fingerprint as "tlsFingerprint",
                  r.anonymous_tls_allowed as "anonymousTlsAllowed", r.identity_state as "identityState",
                  r.clock_skew_ms as "clockSkewMs", r.password_changed_at as "passwordChangedAt",
                  r.rotation_error_code as "rotationErrorCode", r.capabilities, r.exposure,
                  r.capabilities_at as "capabilitiesAt",
                  (select count(*)::int from routers twin
                    where twin.serial_number = r.serial_number and twin.id <> r.id) as twins
             from routers r`,
  id: 'r.id',
  sorts: { name: { sql: 'r.name', type: 'text' } },
  defaultSort: 'name',
});

/** A router is inspected again after so long, and whenever its version changed or it was restarted. */
const INSPECT_EVERY = `interval '1 day'`;

/** What is known of routers themselves: which one it is, what it can, how it is protected. */
@Injectable()
export class RouterFactsRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Asked before every batch of writes. */
  async writeGate(id: string): Promise<WriteGate | undefined> {
    return this.database.preparedOne(
      'router-write-gate',
      `select mode, identity_state as "identityState" from routers where id = $1`,
      [id],
    );
  }

  async capabilities(id: string): Promise<StoredCapabilities | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('r.site_id').into(parameters);
    return this.database.queryOne<StoredCapabilities>(
      `select r.capabilities, r.capabilities_at as "capabilitiesAt", r.clock_skew_ms as "clockSkewMs"
         from routers r where r.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** Only for a router that the caller has found within his scope. */
  async exposure(id: string): Promise<Exposure | null> {
    const row = await this.database.queryOne<{ exposure: Exposure | null }>(
      `select exposure from routers where id = $1`,
      [id],
    );
    return row?.exposure ?? null;
  }

  async storeInspection(id: string, { capabilities, exposure, clockSkewMs }: InspectionResult): Promise<void> {
    await this.database.execute(
      `update routers set capabilities = $2::jsonb, exposure = $3::jsonb, clock_skew_ms = $4, capabilities_at = clock_timestamp()
        where id = $1`,
      [id, JSON.stringify(capabilities), JSON.stringify(exposure), clockSkewMs],
    );
  }

  /** Routers that answer and whose inspection is missing, old, of another RouterOS, or of before a restart. */
  async toInspect(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from routers
        where mode <> 'DISABLED' and health in ('ONLINE', 'DEGRADED') and identity_state <> 'IDENTITY_MISMATCH'
          and (capabilities_at is null or capabilities_at < clock_timestamp() - ${INSPECT_EVERY}
            or capabilities->>'version' <> ros_version
            or booted_at > capabilities_at + interval '1 minute')
        order by capabilities_at nulls first, id limit 200`,
    );
    return rows.map(({ id }) => id);
  }

  async postures(request: ListRequest): Promise<Page<PostureRow>> {
    const conditions: Condition[] = [this.scope.site('r.site_id')];
    return postures.page<PostureRow>(this.database, request, conditions);
  }

  /** Keeps the serial number of the first connection. */
  async pinSerial(id: string, serial: string): Promise<void> {
    await this.database.execute(
      `update routers set serial_number = $2, identity_state = 'PINNED', identity_changed_at = clock_timestamp()
        where id = $1 and serial_number is null`,
      [id, serial],
    );
  }

  /** The pinned router answers. True when another one did before. */
  async confirmIdentity(id: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update routers set identity_state = 'PINNED', foreign_serial = null, identity_changed_at = clock_timestamp()
        where id = $1 and identity_state = 'IDENTITY_MISMATCH'`,
      [id],
    );
    return affected === 1;
  }

  /** Another router answers. */
  async recordMismatch(
    id: string,
    serial: string,
  ): Promise<{ name: string; siteId: string; mode: RouterMode } | undefined> {
    return this.database.queryOne(
      `update routers set identity_state = 'IDENTITY_MISMATCH', foreign_serial = $2, identity_changed_at =
         case when foreign_serial = $2 then identity_changed_at else clock_timestamp() end
        where id = $1 returning name, site_id as "siteId", mode`,
      [id, serial],
    );
  }

  /**
   * From now on it is the router that answered last. What was known of the other one is forgotten. False when the version is
   * stale, the router is out of scope, or this is not the one that answered.
   */
  async acceptIdentity(id: string, version: number, serial: string): Promise<boolean> {
    const parameters: unknown[] = [id, version, serial];
    const mine = this.scope.site('r.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update routers r set serial_number = r.foreign_serial, identity_state = 'PINNED', foreign_serial = null,
         identity_changed_at = clock_timestamp(), capabilities = null, exposure = null, capabilities_at = null,
         clock_skew_ms = null, failures = 0, next_attempt_at = null, full_sync_wanted_at = clock_timestamp(),
         version = r.version + 1, updated_at = now()
       where r.id = $1 and r.version = $2 and r.foreign_serial = $3 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }

  /** Trusts this certificate from now on; null trusts the next one that is shown. False as {@link acceptIdentity}. */
  async pinCertificate(id: string, version: number, fingerprint: string | null): Promise<boolean> {
    const parameters: unknown[] = [id, version, fingerprint];
    const mine = this.scope.site('r.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update routers r set tls_fingerprint = $3, failures = 0, next_attempt_at = null, version = r.version + 1,
         updated_at = now()
       where r.id = $1 and r.version = $2 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }
}
