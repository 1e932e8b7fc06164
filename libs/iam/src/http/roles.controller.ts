import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { RoleEditsService } from '../services/role-edits.service';
import { RolesService } from '../services/roles.service';
import { CreateRoleDto, PermissionListDto, RoleDto, RoleListDto, UpdateRoleDto } from './dto/role.dto';
import { presentPermissions, presentRole } from './iam.presenter';

/** Roles and what they are made of. */
@ApiTags('iam')
@ApiBearerAuth()
@Controller({ version: '1' })
export class RolesController {
  constructor(
    private readonly roles: RolesService,
    private readonly edits: RoleEditsService,
  ) {}

  /** All roles. */
  @Get('roles')
  @RequirePermission('role:read')
  async listRoles(): Promise<RoleListDto> {
    return { items: (await this.roles.list()).map(presentRole) };
  }

  /** One role. */
  @Get('roles/:id')
  @RequirePermission('role:read')
  async getRole(@Param('id', ParseUUIDPipe) id: string): Promise<RoleDto> {
    return presentRole(await this.roles.get(id));
  }

  /** Create a role out of permissions that you hold yourself; for whoever sees every site. */
  @Post('roles')
  @RequirePermission('role:write')
  async createRole(@Body() body: CreateRoleDto): Promise<RoleDto> {
    return presentRole(await this.edits.create(body));
  }

  /** Change a role that is not above your own. Its users' access tokens end at once when its permissions change. */
  @Patch('roles/:id')
  @RequirePermission('role:write')
  async updateRole(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateRoleDto): Promise<RoleDto> {
    const { version, ...edit } = body;
    return presentRole(await this.edits.update(id, version, edit));
  }

  /** Delete a role that nobody has. */
  @Delete('roles/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('role:write')
  async deleteRole(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.edits.delete(id);
  }

  /** All permissions there are. */
  @Get('permissions')
  @RequirePermission('role:read')
  listPermissions(): PermissionListDto {
    return presentPermissions();
  }
}
