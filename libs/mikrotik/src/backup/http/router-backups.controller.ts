import { Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { JobStartedDto, presentPage, RequirePermission } from '@app/platform';
import { type RouterBackup } from '../backup.repository';
import { BackupViewService } from '../backup-view.service';
import {
  RouterBackupDiffDto,
  RouterBackupDiffQueryDto,
  RouterBackupDto,
  RouterBackupPageDto,
  RouterBackupQueryDto,
  RouterBackupTextDto,
} from './router-backup.dto';

/** Kept configurations of routers, as text. */
@ApiTags('router backups')
@ApiBearerAuth()
@Controller({ path: 'routers/:id', version: '1' })
export class RouterBackupsController {
  constructor(private readonly backups: BackupViewService) {}

  /** Read the configuration of a router now and keep it if it has changed. Writes nothing to the router. */
  @Post('backup')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('router:operate')
  async backUpRouter(@Param('id', ParseUUIDPipe) id: string): Promise<JobStartedDto> {
    return { jobId: await this.backups.start(id) };
  }

  /** Kept configurations, newest first. */
  @Get('backups')
  @RequirePermission('router:read')
  async listRouterBackups(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: RouterBackupQueryDto,
  ): Promise<RouterBackupPageDto> {
    return presentPage(await this.backups.list(id, query), presentBackup);
  }

  /** One configuration with its text. */
  @Get('backups/:backupId')
  @RequirePermission('router:operate')
  async getRouterBackup(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('backupId', ParseUUIDPipe) backupId: string,
  ): Promise<RouterBackupTextDto> {
    return presentText(await this.backups.text(id, backupId));
  }

  /** How a configuration differs from the one before, or from another one. */
  @Get('backups/:backupId/diff')
  @RequirePermission('router:operate')
  async diffRouterBackup(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('backupId', ParseUUIDPipe) backupId: string,
    @Query() query: RouterBackupDiffQueryDto,
  ): Promise<RouterBackupDiffDto> {
    const { from, to, diff } = await this.backups.diff(id, backupId, query.against);
    return { from: from && presentBackup(from), to: presentBackup(to), diff };
  }
}

function presentText(backup: RouterBackup & { text: string }): RouterBackupTextDto {
  return Object.assign(new RouterBackupTextDto(), presentBackup(backup), { text: backup.text });
}

function presentBackup(backup: RouterBackup): RouterBackupDto {
  const { id, routerId, cause, bytes, lines, added, removed, rosVersion, unsupported, takenAt, verifiedAt } = backup;
  const facts = { bytes, lines, added, removed, rosVersion, unsupported, takenAt, verifiedAt };
  return { id, routerId, cause, hash: backup.hash.toString('hex'), ...facts };
}
