import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseEnumPipe,
  ParseUUIDPipe,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { CACHED_MENU_NAMES, type CachedMenuName } from '../cache/cached-menus';
import { RouterResources } from '../cache/router-resources.service';
import { RouterReading } from '../security/router-reading.service';
import { RouterCapabilitiesService } from '../services/router-capabilities.service';
import {
  CommandLogPageDto,
  CommandLogQueryDto,
  FreshQueryDto,
  RouterCapabilitiesDto,
  RouterCommandDto,
  RouterCommandResultDto,
  RouterResourceDto,
} from './dto/router-insight.dto';
import { presentCapabilities, presentResource } from './router-insight.presenter';

const MENUS = Object.fromEntries(CACHED_MENU_NAMES.map((name) => [name, name]));

/** What a router is, has and was told. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'routers/:id', version: '1' })
export class RouterInsightController {
  constructor(
    private readonly capabilities: RouterCapabilitiesService,
    private readonly resources: RouterResources,
    private readonly reading: RouterReading,
  ) {}

  /** Version, packages, licence, menus and rights of a router, as of its last inspection. */
  @Get('capabilities')
  @RequirePermission('router:read')
  async getRouterCapabilities(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { fresh = false }: FreshQueryDto,
  ): Promise<RouterCapabilitiesDto> {
    return presentCapabilities(id, await this.capabilities.get(id, { fresh }));
  }

  /**
   * A slow-moving table: ppp-profiles, ip-pools, interfaces, pppoe-servers, hotspot-servers, hotspot-profiles,
   * hotspot-user-profiles, addresses, dhcp-servers, services, packages. A router that is away shows its last copy.
   */
  @Get('resources/:menu')
  @RequirePermission('router:read')
  async getRouterResource(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('menu', new ParseEnumPipe(MENUS)) menu: CachedMenuName,
    @Query() { fresh = false }: FreshQueryDto,
  ): Promise<RouterResourceDto> {
    return presentResource(await this.resources.get(id, menu, { fresh }));
  }

  /** Every command that changed the router, newest first. */
  @Get('command-log')
  @RequirePermission('router:operate')
  async listRouterCommandLog(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: CommandLogQueryDto,
  ): Promise<CommandLogPageDto> {
    return presentPage(await this.reading.written(id, query, query), (entry) => ({ ...entry }));
  }

  /** Print a menu of the router now. Reads only; who asked for what is noted. */
  @Post('commands')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('router:operate')
  async readFromRouter(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RouterCommandDto,
  ): Promise<RouterCommandResultDto> {
    const { columns, ...result } = await this.reading.read(id, body);
    return { columns: [...columns], ...result };
  }
}
