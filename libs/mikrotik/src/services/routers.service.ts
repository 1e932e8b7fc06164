import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, given, type Page, uuidv7 } from '@app/core';
import { Alerts, type AuditEntry, AuditLog, CurrentActor, type ListRequest } from '@app/platform';
import { RouterCacheInvalidation } from '../cache/router-cache-invalidation';
import { type Router, type RouterMode } from '../entities/router.entity';
import { MikrotikErrors } from '../mikrotik.errors';
import { type RouterFilter, type RouterPatch, RouterRepository } from '../repositories/router.repository';
import { RouterCredentials } from '../security/router-credentials';
import { RouterSync } from '../sync/router-sync';
import { type CodePage, type RouterProtocol, type TlsMode } from '../transport';
import { RouterReachRules } from './router-reach.rules';

export interface NewRouter {
  siteId: string;
  name: string;
  /** Address or name, within the allowed networks. */
  host: string;
  /** Default 8728, with TLS 8729; REST 80 and 443. */
  port?: number;
  /** Default `API`. */
  protocol?: RouterProtocol;
  /** Default `PLAIN`. */
  tlsMode?: TlsMode;
  caPem?: string | null;
  plainAllowed?: boolean;
  anonymousTlsAllowed?: boolean;
  codePage?: CodePage;
  /** With {@link password}, unless there is an {@link accessDraftId}. */
  username?: string;
  password?: string;
  /** Of an access script that was made for this router: its user and password are taken from there. */
  accessDraftId?: string;
  mode?: RouterMode;
  tags?: readonly string[];
}

export interface RouterEdit {
  name?: string;
  host?: string;
  port?: number;
  protocol?: RouterProtocol;
  tlsMode?: TlsMode;
  caPem?: string | null;
  plainAllowed?: boolean;
  anonymousTlsAllowed?: boolean;
  codePage?: CodePage;
  username?: string;
  password?: string;
  mode?: RouterMode;
  tags?: readonly string[];
  /** Forget the pinned certificate: the next connection pins the one that it is shown. */
  forgetFingerprint?: boolean;
}

/** Without the fields that are undefined. */

const FOREIGN_KEY_VIOLATION = '23503';

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && (error as { code?: unknown }).code === code;

/** Passwords are not in it; only whether one was set. */
const entryOf = (
  what: 'created' | 'changed' | 'deleted',
  { id, siteId }: Router,
  states: { before?: Router; after?: Router & { passwordSet: boolean } },
): AuditEntry => ({ action: `router.${what}`, subject: { type: 'router', id }, siteId, ...states });

/** The router registry, within the scope of the running actor. Passwords go in and never out. */
@Injectable()
export class RoutersService {
  constructor(
    private readonly routers: RouterRepository,
    private readonly credentials: RouterCredentials,
    private readonly reach: RouterReachRules,
    private readonly actor: CurrentActor,
    private readonly sync: RouterSync,
    private readonly copies: RouterCacheInvalidation,
    private readonly alerts: Alerts,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for a router of a site outside the scope */
  async get(id: string): Promise<Router> {
    const router = await this.routers.find(id);
    if (!router) throw CoreErrors.NOT_FOUND({ what: 'router', id });
    return router;
  }

  async list(request: ListRequest, filter: RouterFilter): Promise<Page<Router>> {
    return this.routers.page(request, filter);
  }

  /** @throws DomainError CORE_NOT_FOUND (site), MIKROTIK_ROUTER_NAME_TAKEN, MIKROTIK_HOST_NOT_ALLOWED, MIKROTIK_PORT_NOT_ALLOWED, MIKROTIK_PLAIN_NOT_ALLOWED, MIKROTIK_CA_NOT_VALID, MIKROTIK_ACCESS_DRAFT_UNKNOWN */
  @Transactional()
  async create(input: NewRouter): Promise<Router> {
    const scope = this.actor.siteIds();
    const unknownSite = CoreErrors.NOT_FOUND({ what: 'site', id: input.siteId });
    if (this.actor.isNarrowed() || (scope && !scope.includes(input.siteId))) throw unknownSite;
    const { siteId, name, mode = 'MANAGED', tags = [] } = input;
    const reach = this.reach.complete(input);
    const id = uuidv7();
    const login = await this.credentials.forNew(id, input);
    try {
      const row = { id, siteId, name, mode, tags: [...new Set(tags)], ...reach, ...login };
      const inserted = await this.routers.insert(row);
      if (!inserted) throw MikrotikErrors.ROUTER_NAME_TAKEN();
    } catch (error) {
      if (hasCode(error, FOREIGN_KEY_VIOLATION)) throw unknownSite;
      throw error;
    }
    await this.sync.wantFullSync(id);
    const router = await this.get(id);
    await this.audit.record(entryOf('created', router, { after: { ...router, passwordSet: true } }));
    return router;
  }

  /**
   * Absent fields stay. Connections with the old address or credentials are given up, the backoff ends, and the router is
   * compared anew.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, MIKROTIK_ROUTER_NAME_TAKEN, MIKROTIK_HOST_NOT_ALLOWED,
   * MIKROTIK_PORT_NOT_ALLOWED, MIKROTIK_PLAIN_NOT_ALLOWED, MIKROTIK_CA_NOT_VALID
   */
  @Transactional()
  async update(id: string, version: number, edit: RouterEdit): Promise<Router> {
    const before = await this.get(id);
    const after = { ...before, ...given(edit) };
    this.reach.assertAllowed(after);
    if (edit.name !== undefined && (await this.routers.isNameTaken(edit.name, id))) {
      throw MikrotikErrors.ROUTER_NAME_TAKEN();
    }
    if (!(await this.routers.update(id, version, this.patchOf(id, edit)))) throw CoreErrors.STALE_VERSION();
    await this.sync.wantFullSync(id);
    this.copies.forget(id);
    const router = await this.get(id);
    await this.audit.record(
      entryOf('changed', router, { before, after: { ...router, passwordSet: edit.password !== undefined } }),
    );
    return router;
  }

  /**
   * Only the registry forgets the router; what is configured on it stays there.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_IN_USE while anything refers to it
   */
  @Transactional()
  async delete(id: string): Promise<void> {
    const router = await this.get(id);
    try {
      await this.routers.delete(id);
      await this.alerts.resolveAllOf({ type: 'router', id });
      await this.audit.record(entryOf('deleted', router, { before: router }));
    } catch (error) {
      if (hasCode(error, FOREIGN_KEY_VIOLATION)) throw MikrotikErrors.ROUTER_IN_USE();
      throw error;
    }
  }

  private patchOf(id: string, { password, forgetFingerprint, tags, ...fields }: RouterEdit): RouterPatch {
    const { host, port, protocol, tlsMode } = fields;
    const elsewhere = [host, port, protocol, tlsMode].some((field) => field !== undefined);
    return {
      ...fields,
      ...(tags === undefined ? {} : { tags: [...new Set(tags)] }),
      ...(password === undefined ? {} : { passwordSealed: this.credentials.seal(id, password) }),
      // why: another host or service has another certificate
      ...(forgetFingerprint === true || elsewhere ? { tlsFingerprint: null } : {}),
    };
  }
}
