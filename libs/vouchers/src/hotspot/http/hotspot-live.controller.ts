import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { VoucherPermissions } from '../../vouchers.permissions';
import { HotspotLive } from '../hotspot-live.service';
import {
  HotspotCookiePageDto,
  HotspotHostPageDto,
  HotspotKickedDto,
  HotspotLiveQueryDto,
  HotspotRouterBindingPageDto,
  HotspotSessionPageDto,
  KickHotspotUserDto,
} from './dto/hotspot-live.dto';
import {
  presentCookie,
  presentHost,
  presentLive,
  presentRouterBinding,
  presentSession,
} from './hotspot-live.presenter';

@ApiTags('hotspot')
@ApiBearerAuth()
@Controller({ path: 'hotspot', version: '1' })
export class HotspotLiveController {
  constructor(private readonly live: HotspotLive) {}

  /** Who is logged in at a router's hotspot now. 503 while the router does not answer. */
  @Get('sessions')
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async listHotspotSessions(@Query() query: HotspotLiveQueryDto): Promise<HotspotSessionPageDto> {
    return presentLive(await this.live.view('sessions', query), presentSession);
  }

  /** End the sessions of a user and forget its cookies; it may log in again, with its password. */
  @Post('sessions/kick')
  @HttpCode(200)
  @RequirePermission(VoucherPermissions['hotspot:operate'])
  async kickHotspotUser(@Body() { routerId, username }: KickHotspotUserDto): Promise<HotspotKickedDto> {
    return this.live.kick(routerId, username);
  }

  /** Devices that a router's hotspot knows, logged in or not. */
  @Get('hosts')
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async listHotspotHosts(@Query() query: HotspotLiveQueryDto): Promise<HotspotHostPageDto> {
    return presentLive(await this.live.view('hosts', query), presentHost);
  }

  /** Devices that come back without a login. */
  @Get('cookies')
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async listHotspotCookies(@Query() query: HotspotLiveQueryDto): Promise<HotspotCookiePageDto> {
    return presentLive(await this.live.view('cookies', query), presentCookie);
  }

  /** Bindings as they are on a router, whoever wrote them. */
  @Get('router-bindings')
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async listHotspotRouterBindings(@Query() query: HotspotLiveQueryDto): Promise<HotspotRouterBindingPageDto> {
    return presentLive(await this.live.view('bindings', query), presentRouterBinding);
  }
}
