import { Body, Controller, Get, Param, ParseUUIDPipe, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { HealthViewService } from '../health-view.service';
import { RouterLiveService } from '../router-live.service';
import {
  ChangeMonitoringDto,
  HealthHistoryDto,
  HistoryQueryDto,
  RouterHealthChangePageDto,
  RouterHealthChangeQueryDto,
  RouterHealthDto,
  RouterHealthPageDto,
  RouterHealthQueryDto,
  RouterInterfacesDto,
  RouterInterfacesQueryDto,
  RouterLogDto,
  RouterLogQueryDto,
  TrafficHistoryDto,
  TrafficQueryDto,
} from './router-health.dto';
import {
  presentCounts,
  presentHealth,
  presentHistory,
  presentInterfaces,
  presentTraffic,
} from './router-health.presenter';

const LINES = 100;

/** How routers are and were. */
@ApiTags('router health')
@ApiBearerAuth()
@Controller({ version: '1' })
export class RouterHealthController {
  constructor(
    private readonly views: HealthViewService,
    private readonly live: RouterLiveService,
  ) {}

  /** The fleet: routers per state, and the routers themselves, the worst first. */
  @Get('router-health')
  @RequirePermission('router:read')
  async listRouterHealth(@Query() query: RouterHealthQueryDto): Promise<RouterHealthPageDto> {
    const { counts, ...page } = await this.views.fleet(query, query);
    return { ...presentPage(page, presentHealth), counts: presentCounts(counts) };
  }

  /** How a router is, by its last probe. */
  @Get('routers/:id/health')
  @RequirePermission('router:read')
  async getRouterHealth(@Param('id', ParseUUIDPipe) id: string): Promise<RouterHealthDto> {
    return presentHealth(await this.views.get(id));
  }

  /** When a router changed its state of health, newest first. */
  @Get('routers/:id/health-changes')
  @RequirePermission('router:read')
  async listRouterHealthChanges(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: RouterHealthChangeQueryDto,
  ): Promise<RouterHealthChangePageDto> {
    return this.views.changes(id, query);
  }

  /** Figures of a router over time, for plots. */
  @Get('routers/:id/health-history')
  @RequirePermission('router:read')
  async getRouterHealthHistory(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: HistoryQueryDto,
  ): Promise<HealthHistoryDto> {
    return presentHistory(await this.views.history(id, query));
  }

  /** Traffic of one interface over time. */
  @Get('routers/:id/traffic')
  @RequirePermission('router:read')
  async getRouterTraffic(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: TrafficQueryDto,
  ): Promise<TrafficHistoryDto> {
    return presentTraffic(query.interface, await this.views.traffic(id, query.interface, query));
  }

  /** Interfaces of a router, read now. */
  @Get('routers/:id/interfaces')
  @RequirePermission('router:read')
  async listRouterInterfaces(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: RouterInterfacesQueryDto,
  ): Promise<RouterInterfacesDto> {
    const { monitoredInterfaces } = await this.views.get(id);
    return presentInterfaces(await this.live.interfaces(id), monitoredInterfaces, query.dynamic ?? false);
  }

  /** Chooses the interfaces whose traffic is sampled. */
  @Put('routers/:id/monitoring')
  @RequirePermission('router:operate')
  async changeRouterMonitoring(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ChangeMonitoringDto,
  ): Promise<RouterHealthDto> {
    return presentHealth(await this.views.monitor(id, body.interfaces));
  }

  /** The end of a router's log, read now. */
  @Get('routers/:id/log')
  @RequirePermission('router:operate')
  async getRouterLog(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { lines = LINES, topics, after }: RouterLogQueryDto,
  ): Promise<RouterLogDto> {
    const { rows, ...live } = await this.live.log(id, { lines, topics: topics?.split(',') ?? [], after });
    return { ...live, items: rows.map((line) => ({ ...line, topics: [...line.topics] })) };
  }
}
