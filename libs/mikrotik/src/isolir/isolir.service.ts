import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { AuditLog } from '@app/platform';
import { type ResourceKind, SYNC_PRIORITY } from '../domain/desired-resource';
import { ISOLIR_LIST } from '../domain/isolir-rules';
import { type Router } from '../entities/router.entity';
import { MikrotikErrors } from '../mikrotik.errors';
import { RoutersService } from '../services/routers.service';
import { RouterPlanner } from '../sync/router-planner';
import { RouterSync } from '../sync/router-sync';
import { RouterOsError } from '../transport';
import { IsolirInfrastructure } from './isolir-infrastructure';
import { type IsolirPart, partsOf } from './isolir-parts';
import { IsolirConfig } from './isolir.config';
import { IsolirErrors } from './isolir.errors';
import { IsolirRepository, type RouterIsolir } from './isolir.repository';

/** What an installation says; absent fields are the installation's own. */
export interface IsolirInstall {
  portalAddress?: string;
  portalPort?: number;
  allowHosts?: string[];
  /** null: the addresses of the isolir profile are the operator's business. */
  poolRange?: string | null;
  localAddress?: string | null;
}

/** Isolir on a router, part by part. */
export interface IsolirCheck {
  installed: boolean;
  /** Everything is as it should be: there, or gone. */
  ok: boolean;
  portalAddress: string | null;
  portalPort: number;
  allowHosts: string[];
  poolRange: string | null;
  localAddress: string | null;
  parts: IsolirPart[];
}

/** Installs, checks and removes the isolir infrastructure of a router, within the scope of the running actor. */
@Injectable()
export class IsolirService {
  constructor(
    private readonly routers: RoutersService,
    private readonly repository: IsolirRepository,
    private readonly infrastructure: IsolirInfrastructure,
    private readonly planner: RouterPlanner,
    private readonly sync: RouterSync,
    private readonly config: IsolirConfig,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Wants it on the router from now on; the sync writes what is missing and repairs what drifts. Again is harmless.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ISOLIR_PORTAL_MISSING
   */
  @Transactional()
  async install(routerId: string, install: IsolirInstall): Promise<void> {
    const router = await this.routers.get(routerId);
    const before = await this.repository.find(routerId);
    const after = this.settingsOf(routerId, install);
    if ((after.portalAddress ?? this.config.portalAddress) === '') throw IsolirErrors.ISOLIR_PORTAL_MISSING();
    await this.change(router, before, after);
  }

  /** Wants it gone. Foreign rules and lists stay. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async remove(routerId: string): Promise<void> {
    const router = await this.routers.get(routerId);
    const before = await this.repository.find(routerId);
    if (before) await this.change(router, before, { ...before, installed: false });
  }

  /**
   * Looks at the router. Nothing is written.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE
   */
  async check(routerId: string): Promise<IsolirCheck> {
    await this.routers.get(routerId);
    const isolir = (await this.repository.find(routerId)) ?? { ...this.settingsOf(routerId, {}), installed: false };
    const parts = await this.parts(routerId, isolir);
    const { installed, portalPort, allowHosts, poolRange, localAddress } = isolir;
    const portalAddress = isolir.portalAddress ?? (this.config.portalAddress || null);
    return {
      ...{ installed, portalAddress, poolRange, localAddress, parts },
      ok: parts.every(({ state }) => state === 'PRESENT'),
      portalPort: portalPort ?? this.config.portalPort,
      allowHosts: [...new Set([...this.config.allowHosts, ...allowHosts])],
    };
  }

  private async parts(routerId: string, isolir: RouterIsolir): Promise<IsolirPart[]> {
    const keys = this.keysOf([isolir]);
    try {
      const parts = partsOf(await this.planner.plan(routerId, keys), keys);
      return isolir.installed ? parts : parts.filter(({ state }) => state !== 'PRESENT');
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      throw MikrotikErrors.ROUTER_UNREACHABLE({ reason: error.code });
    }
  }

  private async change(router: Router, before: RouterIsolir | undefined, after: RouterIsolir): Promise<void> {
    const { id, siteId } = router;
    await this.repository.save(after);
    const keys = this.keysOf(before ? [before, after] : [after]);
    const dirty = [...keys].flatMap(([kind, names]) =>
      names.map((key) => ({ kind, key, priority: SYNC_PRIORITY.NORMAL })),
    );
    await this.sync.markDirty(id, dirty);
    const action = after.installed ? 'router.isolir-installed' : 'router.isolir-removed';
    await this.audit.record({ action, subject: { type: 'router', id }, siteId, before, after });
  }

  /** Names of everything that these settings want, the profile among them. */
  private keysOf(settings: readonly RouterIsolir[]): Map<ResourceKind, string[]> {
    const keys = new Map<ResourceKind, string[]>([['ppp-profile', [ISOLIR_LIST]]]);
    for (const { kind, key } of settings.flatMap((one) => this.infrastructure.resourcesOf(one))) {
      keys.set(kind, [...new Set([...(keys.get(kind) ?? []), key])]);
    }
    return keys;
  }

  private settingsOf(routerId: string, install: IsolirInstall): RouterIsolir {
    const { portalAddress = null, portalPort = null, allowHosts = [] } = install;
    const { poolRange = this.config.poolRange, localAddress = this.config.localAddress } = install;
    const pool = poolRange === null ? { poolRange, localAddress: null } : { poolRange, localAddress };
    return { ...{ routerId, installed: true, portalAddress, portalPort, allowHosts }, ...pool };
  }
}
