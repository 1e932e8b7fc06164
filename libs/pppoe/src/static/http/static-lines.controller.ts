import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { PppoePermissions } from '../../pppoe.permissions';
import { type LineWithAccess, StaticLines } from '../static-lines.service';
import {
  CreateStaticLineDto,
  StaticLineDto,
  StaticLineListQueryDto,
  StaticLinePageDto,
  UpdateStaticLineDto,
} from './dto/static-line.dto';

@ApiTags('static lines')
@ApiBearerAuth()
@Controller({ path: 'static-lines', version: '1' })
export class StaticLinesController {
  constructor(private readonly lines: StaticLines) {}

  /** Give a subscription its line: a queue on its router, and a DHCP lease where there is a device. */
  @Post()
  @RequirePermission(PppoePermissions['pppoe:write'])
  async createStaticLine(@Body() body: CreateStaticLineDto): Promise<StaticLineDto> {
    return present(await this.lines.create(body));
  }

  /** List static lines, newest first. */
  @Get()
  @RequirePermission(PppoePermissions['pppoe:read'])
  async listStaticLines(@Query() query: StaticLineListQueryDto): Promise<StaticLinePageDto> {
    return presentPage(await this.lines.list(query), present);
  }

  /** Read one static line. */
  @Get(':id')
  @RequirePermission(PppoePermissions['pppoe:read'])
  async getStaticLine(@Param('id', ParseUUIDPipe) id: string): Promise<StaticLineDto> {
    return present(await this.lines.get(id));
  }

  /** Move a line to another router, give it another address or device. The router follows within seconds. */
  @Patch(':id')
  @RequirePermission(PppoePermissions['pppoe:write'])
  async updateStaticLine(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...edit }: UpdateStaticLineDto,
  ): Promise<StaticLineDto> {
    return present(await this.lines.update(id, version, edit));
  }

  /** Remove a line from its router and from the books; its address is free again. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission(PppoePermissions['pppoe:write'])
  async deleteStaticLine(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.lines.remove(id);
  }
}

const present = (line: LineWithAccess): StaticLineDto => ({
  ...{ id: line.id, subscriptionId: line.subscriptionId, siteId: line.siteId, routerId: line.routerId },
  ...{ name: line.name, address: line.address, macAddress: line.macAddress, dhcpServer: line.dhcpServer },
  ...{ routerIds: line.routerIds, parentQueue: line.parentQueue, access: line.access, version: line.version },
  ...{ lastSeenAt: line.lastSeenAt, usedBytes: Number(line.usedBytes), fairUseStep: line.limit.stepNo },
  ...{ createdAt: line.createdAt, updatedAt: line.updatedAt },
});
