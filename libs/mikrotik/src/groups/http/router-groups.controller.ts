import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, presentPage, RequirePermission } from '@app/platform';
import { FailoversService } from '../failovers.service';
import { GroupStatusService } from '../group-status.service';
import { RouterGroupsService } from '../router-groups.service';
import { RouterGroupStatusDto } from './dto/group-status.dto';
import {
  CreateRouterGroupDto,
  GroupRouterDto,
  RouterGroupDto,
  RouterGroupListQueryDto,
  RouterGroupPageDto,
  UpdateRouterGroupDto,
} from './dto/router-group.dto';
import { presentGroup, presentGroupStatus } from './router-group.presenter';

/** Routers that share subscribers: balance of new ones, failover and fail-back. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'router-groups', version: '1' })
export class RouterGroupsController {
  constructor(
    private readonly groups: RouterGroupsService,
    private readonly statuses: GroupStatusService,
    private readonly failovers: FailoversService,
  ) {}

  /** Router groups of your sites; sorts: name, createdAt. */
  @Get()
  @RequirePermission('router:read')
  async listRouterGroups(@Query() query: RouterGroupListQueryDto): Promise<RouterGroupPageDto> {
    return presentPage(await this.groups.list(query, query), presentGroup);
  }

  /** One router group. */
  @Get(':id')
  @RequirePermission('router:read')
  async getRouterGroup(@Param('id', ParseUUIDPipe) id: string): Promise<RouterGroupDto> {
    return presentGroup(await this.groups.get(id));
  }

  /** Load and health of the members, and who stands in for whom. */
  @Get(':id/status')
  @RequirePermission('router:read')
  async getRouterGroupStatus(@Param('id', ParseUUIDPipe) id: string): Promise<RouterGroupStatusDto> {
    return presentGroupStatus(await this.statuses.status(id));
  }

  /** Make a group. A router is in at most one. */
  @Post()
  @Idempotent()
  @RequirePermission('router:write')
  async createRouterGroup(@Body() body: CreateRouterGroupDto): Promise<RouterGroupDto> {
    return presentGroup(await this.groups.create(body));
  }

  /** Change a group. Fields that are not sent stay as they are; members are sent all together. */
  @Patch(':id')
  @RequirePermission('router:write')
  async updateRouterGroup(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...edit }: UpdateRouterGroupDto,
  ): Promise<RouterGroupDto> {
    return presentGroup(await this.groups.update(id, version, edit));
  }

  /** Dissolve a group. Routers and subscribers stay where they are. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('router:write')
  async deleteRouterGroup(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.groups.delete(id);
  }

  /** Provision a member's subscribers on the other members too, so that a redial works there. Only people take this back. */
  @Post(':id/failover')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('router:operate')
  async failOverRouter(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { routerId }: GroupRouterDto,
  ): Promise<RouterGroupStatusDto> {
    await this.failovers.failOver(id, routerId, 'MANUAL');
    return presentGroupStatus(await this.statuses.status(id));
  }

  /** Take a member's subscribers off the others. Their sessions there end, and they redial on their own router. */
  @Post(':id/fail-back')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('router:operate')
  async failBackRouter(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { routerId }: GroupRouterDto,
  ): Promise<RouterGroupStatusDto> {
    await this.failovers.failBack(id, routerId, 'MANUAL');
    return presentGroupStatus(await this.statuses.status(id));
  }
}
