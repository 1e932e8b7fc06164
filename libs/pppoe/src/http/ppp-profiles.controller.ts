import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { PppoePermissions } from '../pppoe.permissions';
import { WantedProfilesService } from '../services/wanted-profiles.service';
import { presentProfiles } from './account.presenter';
import { PppProfileListDto, PppProfileListQueryDto } from './dto/profile.dto';

@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'pppoe/profiles', version: '1' })
export class PppProfilesController {
  constructor(private readonly profiles: WantedProfilesService) {}

  /** List the PPP profiles that we want on a router: one per plan in use there, and `isolir`. */
  @Get()
  @RequirePermission(PppoePermissions['pppoe:read'])
  async listPppProfiles(@Query() { routerId }: PppProfileListQueryDto): Promise<PppProfileListDto> {
    return presentProfiles(await this.profiles.ofVisible(routerId));
  }
}
