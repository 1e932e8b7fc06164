import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { RouterDriftService } from '../services/router-drift.service';
import { SyncPlansService } from '../services/sync-plans.service';
import {
  ConfirmPlanDto,
  RequestSyncDto,
  RouterComparisonPageDto,
  RouterHistoryQueryDto,
  SyncPlanDto,
  SyncRequestedDto,
} from './dto/router-sync.dto';
import { presentComparison, presentPlan } from './router-sync.presenter';

/** Bringing a router in step with what is wanted on it. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'routers/:id', version: '1' })
export class RouterSyncController {
  constructor(
    private readonly plans: SyncPlansService,
    private readonly drift: RouterDriftService,
  ) {}

  /** What a full sync would do to a router now. Nothing is written. */
  @Get('sync-plan')
  @RequirePermission('router:operate')
  async getRouterSyncPlan(@Param('id', ParseUUIDPipe) id: string): Promise<SyncPlanDto> {
    return presentPlan(await this.plans.plan(id));
  }

  /** Compare a whole router and correct it, in the background. With `dryRun` only the plan is answered. */
  @Post('sync')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('router:operate')
  async syncRouter(@Param('id', ParseUUIDPipe) id: string, @Body() body: RequestSyncDto): Promise<SyncRequestedDto> {
    if (body.dryRun === true) return { routerId: id, plan: presentPlan(await this.plans.plan(id)) };
    await this.plans.request(id, body.confirmRemovals);
    return { routerId: id, plan: null };
  }

  /** Let a held plan through: exactly what the plan of this digest takes away may be taken away, within the hour. */
  @Post('sync/confirm')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('router:operate')
  async confirmRouterSync(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ConfirmPlanDto,
  ): Promise<SyncRequestedDto> {
    await this.plans.confirm(id, body.digest);
    return { routerId: id, plan: null };
  }

  /** Comparisons of a router, newest first; sorts: startedAt. */
  @Get('drift')
  @RequirePermission('router:read')
  async listRouterComparisons(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: RouterHistoryQueryDto,
  ): Promise<RouterComparisonPageDto> {
    return presentPage(await this.drift.history(id, query.outcome, query), presentComparison);
  }
}
