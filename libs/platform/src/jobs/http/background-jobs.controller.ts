import { Controller, Get, Headers, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Authenticated, RequirePermission } from '../../access/route-access';
import { presentPage } from '../../http/dto/page.dto';
import { languageOf } from '../../http/language';
import { PlatformPermissions } from '../../platform.permissions';
import { BackgroundJobs } from '../background-jobs';
import { BackgroundJobDto, BackgroundJobPageDto, BackgroundJobQueryDto } from './background-job.dto';

/** Long work and how far it is. */
@ApiTags('system')
@ApiBearerAuth()
@Controller({ path: 'jobs', version: '1' })
export class BackgroundJobsController {
  constructor(private readonly jobs: BackgroundJobs) {}

  /** All background jobs, newest first. */
  @Get()
  @RequirePermission(PlatformPermissions['system:read'])
  async listJobs(
    @Query() query: BackgroundJobQueryDto,
    @Headers('accept-language') language?: string,
  ): Promise<BackgroundJobPageDto> {
    return presentPage(await this.jobs.list(query), (job) => BackgroundJobDto.of(job, languageOf(language)));
  }

  /** State, progress and result or problem of a job: of one's own, or of any with `system:read`. */
  @Get(':id')
  @Authenticated({ keys: true })
  async getJob(
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('accept-language') language?: string,
  ): Promise<BackgroundJobDto> {
    return BackgroundJobDto.of(await this.jobs.get(id), languageOf(language));
  }
}
