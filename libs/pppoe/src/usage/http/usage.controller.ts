import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { PppoePermissions } from '../../pppoe.permissions';
import { UsageViews } from '../usage-views.service';
import {
  DropListDto,
  DropQueryDto,
  EndedSessionListQueryDto,
  EndedSessionPageDto,
  LiveSessionListQueryDto,
  LiveSessionPageDto,
} from './dto/sessions.dto';
import { TopUsageQueryDto, UsageQueryDto, UsageSeriesDto, UsageTotalListDto } from './dto/usage.dto';
import { presentEnded, presentLive, presentTraffic } from './usage.presenter';

/** Who is connected, and who keeps dropping. */
@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'pppoe/sessions', version: '1' })
export class LiveSessionsController {
  constructor(private readonly views: UsageViews) {}

  /** Who is connected: where, since when, how fast. As of the last reading of each router, whose age is told. */
  @Get()
  @RequirePermission(PppoePermissions['pppoe:read'])
  async listPppoeSessions(@Query() { fresh = false, ...query }: LiveSessionListQueryDto): Promise<LiveSessionPageDto> {
    return presentPage(await this.views.sessions(query, fresh), presentLive);
  }

  /** Sessions that are over. */
  @Get('history')
  @RequirePermission(PppoePermissions['pppoe:read'])
  async listEndedPppoeSessions(@Query() query: EndedSessionListQueryDto): Promise<EndedSessionPageDto> {
    return presentPage(await this.views.ended(query), presentEnded);
  }

  /** Who keeps dropping. Restarts of routers do not count. */
  @Get('drops')
  @RequirePermission(PppoePermissions['pppoe:read'])
  async listPppoeDrops(@Query() { days = 7, limit = 50, ...query }: DropQueryDto): Promise<DropListDto> {
    return { items: await this.views.drops({ ...query, days, limit }), nextCursor: null };
  }
}

/** How much is used. */
@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'pppoe/usage', version: '1' })
export class UsageController {
  constructor(private readonly views: UsageViews) {}

  /** Traffic by day or month, of one subscription, a site, or everything that the caller may see. */
  @Get()
  @RequirePermission(PppoePermissions['pppoe:read'])
  async getPppoeUsage(@Query() { resolution = 'DAY', ...window }: UsageQueryDto): Promise<UsageSeriesDto> {
    return { items: (await this.views.usage(window, resolution)).map(presentTraffic), nextCursor: null };
  }

  /** Who used most. */
  @Get('top')
  @RequirePermission(PppoePermissions['pppoe:read'])
  async listTopPppoeUsage(@Query() { limit = 20, ...window }: TopUsageQueryDto): Promise<UsageTotalListDto> {
    return { items: (await this.views.top(window, limit)).map(presentTraffic), nextCursor: null };
  }
}
