import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../access/route-access';
import { PlatformPermissions } from '../../platform.permissions';
import { Schedules } from '../schedules';
import { ChangeJobScheduleDto, JobScheduleDto, JobSchedulePageDto, ScheduleStartedDto } from './job-schedule.dto';

/** What the system does by itself, and when. */
@ApiTags('system')
@ApiBearerAuth()
@Controller({ path: 'job-schedules', version: '1' })
export class JobSchedulesController {
  constructor(private readonly schedules: Schedules) {}

  /** All schedules with the outcome of their last run, on one page. */
  @Get()
  @RequirePermission(PlatformPermissions['system:read'])
  async listJobSchedules(): Promise<JobSchedulePageDto> {
    const rows = await this.schedules.list();
    return { items: rows.map((row) => JobScheduleDto.of(row)), nextCursor: null };
  }

  /** One schedule. */
  @Get(':key')
  @RequirePermission(PlatformPermissions['system:read'])
  async getJobSchedule(@Param('key') key: string): Promise<JobScheduleDto> {
    return JobScheduleDto.of(await this.schedules.get(key));
  }

  /** Switches a schedule on or off or changes its rhythm; from then on the defaults of new releases leave it alone. */
  @Patch(':key')
  @RequirePermission(PlatformPermissions['system:operate'])
  async changeJobSchedule(@Param('key') key: string, @Body() body: ChangeJobScheduleDto): Promise<JobScheduleDto> {
    return JobScheduleDto.of(await this.schedules.change(key, body));
  }

  /** Runs it now, beside its rhythm; a run that is waiting or going on is not doubled. */
  @Post(':key/run')
  @HttpCode(202)
  @RequirePermission(PlatformPermissions['system:operate'])
  async runJobSchedule(@Param('key') key: string): Promise<ScheduleStartedDto> {
    return { queueJobId: await this.schedules.runNow(key) };
  }
}
