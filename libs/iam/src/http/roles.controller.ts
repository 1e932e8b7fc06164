import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { RolesService } from '../services/roles.service';
import { PermissionListDto, RoleListDto } from './dto/role.dto';
import { presentPermissions, presentRole } from './iam.presenter';

/** Roles and what they are made of. */
@ApiTags('iam')
@ApiBearerAuth()
@Controller({ version: '1' })
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  /** All roles. */
  @Get('roles')
  @RequirePermission('role:read')
  async listRoles(): Promise<RoleListDto> {
    return { items: (await this.roles.list()).map(presentRole) };
  }

  /** All permissions there are. */
  @Get('permissions')
  @RequirePermission('role:read')
  listPermissions(): PermissionListDto {
    return presentPermissions();
  }
}
