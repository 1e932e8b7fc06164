import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { PppoePermissions } from '../pppoe.permissions';
import { IpPools } from '../services/ip-pools.service';
import { presentAssignment, presentPool } from './ip-pool.presenter';
import {
  CreateIpPoolDto,
  IpAssignmentListQueryDto,
  IpAssignmentPageDto,
  IpPoolDto,
  IpPoolListQueryDto,
  IpPoolPageDto,
  UpdateIpPoolDto,
} from './dto/ip-pool.dto';

@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'ip-pools', version: '1' })
export class IpPoolsController {
  constructor(private readonly pools: IpPools) {}

  /** List pools by name. */
  @Get()
  @RequirePermission(PppoePermissions['pppoe:read'])
  async listIpPools(@Query() query: IpPoolListQueryDto): Promise<IpPoolPageDto> {
    return presentPage(await this.pools.list(query), presentPool);
  }

  /** Make a pool. A DYNAMIC one is on its router within seconds. */
  @Post()
  @RequirePermission(PppoePermissions['pppoe:write'])
  async createIpPool(@Body() body: CreateIpPoolDto): Promise<IpPoolDto> {
    const { routerId = null, prefixLength = null, excluded = [], ...rest } = body;
    return presentPool(await this.pools.create({ ...rest, routerId, prefixLength, excluded }));
  }

  /** Read one pool. */
  @Get(':id')
  @RequirePermission(PppoePermissions['pppoe:read'])
  async getIpPool(@Param('id', ParseUUIDPipe) id: string): Promise<IpPoolDto> {
    return presentPool(await this.pools.get(id));
  }

  /** Change a pool. What was given out stays given out. */
  @Patch(':id')
  @RequirePermission(PppoePermissions['pppoe:write'])
  async updateIpPool(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...patch }: UpdateIpPoolDto,
  ): Promise<IpPoolDto> {
    return presentPool(await this.pools.update(id, version, patch));
  }

  /** Delete a pool of which nobody ever had an address; retire any other. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission(PppoePermissions['pppoe:write'])
  async deleteIpPool(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.pools.remove(id);
  }
}

@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'ip-assignments', version: '1' })
export class IpAssignmentsController {
  constructor(private readonly pools: IpPools) {}

  /** Who has, or had, which fixed address; newest first. */
  @Get()
  @RequirePermission(PppoePermissions['pppoe:read'])
  async listIpAssignments(@Query() query: IpAssignmentListQueryDto): Promise<IpAssignmentPageDto> {
    return presentPage(await this.pools.history(query), presentAssignment);
  }
}
