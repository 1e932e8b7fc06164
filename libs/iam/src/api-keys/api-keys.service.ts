import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { AuditLog, CurrentActor, type ListRequest, permissionCatalogue } from '@app/platform';
import { IamErrors } from '../iam.errors';
import { SitesService } from '../services/sites.service';
import { type ApiKey, isForKeys, newApiKey } from './api-key';
import { type ApiKeyPatch, ApiKeysRepository, type ApiKeyState } from './api-keys.repository';

export interface NewApiKey {
  name: string;
  permissions: readonly string[];
  /** Every site that the creator sees; otherwise those of `siteIds`. Default false. */
  allSites?: boolean;
  siteIds?: readonly string[];
  /** Days until it expires. */
  days: number;
}

export interface ApiKeyEdit extends ApiKeyPatch {
  siteIds?: string[];
}

/** Keys of integrators: part of what their creator may do, for a limited time. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for the key of somebody else when the actor does not see every site */
  async get(id: string): Promise<ApiKey> {
    const key = await this.keys.find(id);
    if (!key) throw CoreErrors.NOT_FOUND({ what: 'api key', id });
    return key;
  }

  async list(request: ListRequest, state?: ApiKeyState): Promise<Page<ApiKey>> {
    return this.keys.page(request, state);
  }

  /**
   * The whole key is part of this answer only.
   *
   * @throws DomainError IAM_PERMISSION_ABOVE_OWN (billing.md Z4), IAM_PERMISSION_NOT_FOR_KEYS, IAM_PERSONS_ONLY for a key
   * that wants to make a key, CORE_NOT_FOUND for a site out of scope
   */
  @Transactional()
  async create(input: NewApiKey): Promise<{ key: ApiKey; token: string }> {
    const { kind, id: createdBy } = this.actor.get();
    if (kind !== 'user') throw IamErrors.PERSONS_ONLY();
    const { name, permissions, allSites = false, siteIds = [], days } = input;
    this.assertPermissions(permissions);
    await this.assertSites(siteIds);
    const { token, prefix, hash } = newApiKey();
    const id = uuidv7();
    await this.keys.insert({ id, name, prefix, hash, permissions: unique(permissions), allSites, createdBy, days });
    await this.keys.setSites(id, siteIds);
    const key = await this.get(id);
    await this.audit.record({ action: 'api-key.created', subject: { type: 'api-key', id }, after: key });
    return { key, token };
  }

  /** What it may do afterwards is again part of what the editor may do. @throws DomainError as {@link create}, CORE_STALE_VERSION */
  @Transactional()
  async update(id: string, version: number, edit: ApiKeyEdit): Promise<ApiKey> {
    const key = await this.get(id);
    this.assertPermissions(edit.permissions ?? key.permissions);
    if (edit.siteIds !== undefined) await this.assertSites(edit.siteIds);
    if (!(await this.keys.update(id, version, edit))) throw CoreErrors.STALE_VERSION();
    if (edit.siteIds !== undefined) await this.keys.setSites(id, edit.siteIds);
    const changed = await this.get(id);
    await this.audit.record({
      action: 'api-key.changed',
      subject: { type: 'api-key', id },
      before: key,
      after: changed,
    });
    return changed;
  }

  /** Ends it at once and for good. Whoever sees a key may end it. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async revoke(id: string): Promise<void> {
    if (!(await this.keys.revoke(id))) throw CoreErrors.NOT_FOUND({ what: 'api key', id });
    await this.audit.record({ action: 'api-key.revoked', subject: { type: 'api-key', id } });
  }

  private assertPermissions(permissions: readonly string[]): void {
    const known = new Set(permissionCatalogue().map(({ key }) => key));
    const held = this.actor.get().permissions;
    for (const permission of permissions) {
      if (!known.has(permission)) throw unknownPermission(permission);
      if (!isForKeys(permission)) throw IamErrors.PERMISSION_NOT_FOR_KEYS({ permission });
      if (!held.has(permission)) throw IamErrors.PERMISSION_ABOVE_OWN({ permission });
    }
  }

  private async assertSites(siteIds: readonly string[]): Promise<void> {
    const known = new Set((await this.sites.all()).map((site) => site.id));
    const unknown = siteIds.find((siteId) => !known.has(siteId));
    if (unknown !== undefined) throw CoreErrors.NOT_FOUND({ what: 'site', id: unknown });
  }
}

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

const unknownPermission = (permission: string): Error =>
  CoreErrors.VALIDATION_FAILED({}, [
    {
      path: 'permissions',
      code: 'UNKNOWN_PERMISSION',
      message: { id: 'tidak ada izin {permission}', en: 'there is no permission {permission}' },
      params: { permission },
    },
  ]);
