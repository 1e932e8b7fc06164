import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { BackgroundJobs, type ListRequest } from '@app/platform';
import { HealthViewService } from '../health/health-view.service';
import { MikrotikErrors } from '../mikrotik.errors';
import { BACK_UP_ROUTER } from './back-up-router.constants';
import { BackupRepository, type RouterBackup } from './backup.repository';
import { unifiedDiff, unpacked } from './packed-text';

/** How two kept configurations differ. */
export interface BackupDiff {
  /** The older one; null: there is none before. */
  from: RouterBackup | null;
  to: RouterBackup;
  /** Unified; empty when they are the same. */
  diff: string;
}

/** Kept configurations for people, within the scope of the running actor. */
@Injectable()
export class BackupViewService {
  constructor(
    private readonly routers: HealthViewService,
    private readonly backups: BackupRepository,
    private readonly jobs: BackgroundJobs,
  ) {}

  /**
   * Takes a backup in the background.
   *
   * @returns id of the job
   * @throws DomainError CORE_NOT_FOUND
   */
  async start(routerId: string): Promise<string> {
    await this.routers.get(routerId);
    return this.jobs.start({ ...BACK_UP_ROUTER, data: { routerId, cause: 'MANUAL' } });
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async list(routerId: string, request: ListRequest): Promise<Page<RouterBackup>> {
    await this.routers.get(routerId);
    return this.backups.page(routerId, request);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async text(routerId: string, id: string): Promise<RouterBackup & { text: string }> {
    await this.routers.get(routerId);
    const { content, ...backup } = await this.find(routerId, id);
    return { ...backup, text: await unpacked(content) };
  }

  /**
   * @param against id of the other one; default: the one before
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_DIFF_TOO_LARGE
   */
  async diff(routerId: string, id: string, against?: string): Promise<BackupDiff> {
    await this.routers.get(routerId);
    const to = await this.find(routerId, id);
    const from = against === undefined ? await this.backups.latest(routerId, id) : await this.find(routerId, against);
    const diff = unifiedDiff(await fileOf(from), await fileOf(to));
    if (diff === undefined) throw MikrotikErrors.DIFF_TOO_LARGE();
    return { from: from ?? null, to, diff };
  }

  private async find(routerId: string, id: string): Promise<RouterBackup & { content: Buffer }> {
    const backup = await this.backups.find(routerId, id);
    if (!backup) throw CoreErrors.NOT_FOUND({ what: 'backup', id });
    return backup;
  }
}

async function fileOf(
  backup: (RouterBackup & { content: Buffer }) | undefined,
): Promise<{ name: string; text: string }> {
  return backup
    ? { name: `${backup.takenAt.toISOString()}.rsc`, text: await unpacked(backup.content) }
    : { name: '/dev/null', text: '' };
}
