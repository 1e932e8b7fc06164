import { Injectable, Logger } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Alerts, Database, Leases } from '@app/platform';
import { type ExportedMenu, exportText } from '../domain/backup/export-text';
import { RouterHealthConfig } from '../health/health.config';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterOsError } from '../transport';
import { type BackupCause, BackupRepository, type NewBackup } from './backup.repository';
import { ExportReader } from './export-reader';
import { countChanges, hashOf, linesOf, packed, unpacked } from './packed-text';

const LEASE_MS = 60_000;

/** What taking a backup came to. */
export interface BackupOutcome {
  /** The one that holds the present configuration; null when another backup of the router is under way, or it is disabled. */
  backupId: string | null;
  /** The configuration is another one than before. */
  changed: boolean;
}

/** Keeps the configuration of routers as text, whenever it has changed. */
@Injectable()
export class RouterBackupService {
  private readonly logger = new Logger(RouterBackupService.name);

  constructor(
    private readonly backups: BackupRepository,
    private readonly reader: ExportReader,
    private readonly leases: Leases,
    private readonly database: Database,
    private readonly alerts: Alerts,
    private readonly config: RouterHealthConfig,
  ) {}

  /**
   * Reads the router; nothing is written to it. An unchanged configuration only renews the date of the last backup.
   *
   * @throws DomainError MIKROTIK_ROUTER_UNREACHABLE when a menu could not be read
   */
  async take(routerId: string, cause: BackupCause): Promise<BackupOutcome> {
    const held = await this.leases.tryWith(`router-backup:${routerId}`, LEASE_MS, () => this.run(routerId, cause));
    return held?.result ?? { backupId: null, changed: false };
  }

  /** Forgets backups that are neither new nor among the newest. */
  async purge(): Promise<number> {
    return this.backups.purge(this.config.backupsKeep, this.config.backupsDays);
  }

  private async run(routerId: string, cause: BackupCause): Promise<BackupOutcome> {
    const router = await this.backups.router(routerId);
    if (!router) return { backupId: null, changed: false };
    const menus = await this.read(routerId);
    const text = exportText(menus);
    const latest = await this.backups.latest(routerId);
    if (latest?.hash.equals(hashOf(text)) === true) {
      await this.unchanged(routerId, latest.id, cause);
      return { backupId: latest.id, changed: false };
    }
    const changes = latest && countChanges(await unpacked(latest.content), text);
    const backup: NewBackup = {
      ...{ id: uuidv7(), routerId, cause, hash: hashOf(text), content: await packed(text) },
      ...{ bytes: Buffer.byteLength(text), lines: linesOf(text), rosVersion: router.rosVersion },
      ...{ added: changes?.added ?? 0, removed: changes?.removed ?? 0 },
      unsupported: menus.flatMap(({ menu, rows }) => (rows === undefined ? [menu.path] : [])),
    };
    await this.database.transaction(async () => {
      await this.backups.insert(backup);
      if (latest && cause === 'SCHEDULED' && router.mode === 'MANAGED') await this.tell(router, backup, latest.id);
    });
    this.logger.log({ message: 'router configuration kept', routerId, backupId: backup.id, ...changes });
    return { backupId: backup.id, changed: true };
  }

  private async read(routerId: string): Promise<ExportedMenu[]> {
    try {
      return await this.reader.read(routerId);
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      throw MikrotikErrors.ROUTER_UNREACHABLE({ reason: error.code });
    }
  }

  private async unchanged(routerId: string, id: string, cause: BackupCause): Promise<void> {
    await this.backups.verified(id);
    if (cause === 'SCHEDULED') await this.alerts.resolve(keyOf(routerId));
  }

  /** Somebody has changed the router by hand. Over when a night passes without another change. */
  private async tell(
    { name, siteId }: { name: string; siteId: string },
    { id, routerId, added, removed }: NewBackup,
    previousId: string,
  ): Promise<void> {
    await this.alerts.raise({
      key: keyOf(routerId),
      severity: 'INFO',
      subject: { type: 'router', id: routerId },
      title: {
        id: `Konfigurasi router ${name} berubah`,
        en: `The configuration of router ${name} has changed`,
      },
      detail: { backupId: id, previousId, added, removed },
      siteId,
    });
  }
}

const keyOf = (routerId: string): string => `mikrotik.router-config-changed:${routerId}`;
