import { Body, Controller, Get, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { PppoePermissions } from '../pppoe.permissions';
import { type ProfileSettings } from '../repositories/profile-settings.repository';
import { ProfileSettingsService } from '../services/profile-settings.service';
import { ProfileSettingsDto, ProfileSettingsListDto, SaveProfileSettingsDto } from './dto/profile-settings.dto';

/** What operators say about the PPP profiles of plans. */
@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'pppoe/profiles', version: '1' })
export class ProfileSettingsController {
  constructor(private readonly settings: ProfileSettingsService) {}

  /** What is said of the profiles of a plan: on every router, and on single ones. */
  @Get(':planId/settings')
  @RequirePermission(PppoePermissions['pppoe:read'])
  async listPppProfileSettings(@Param('planId', ParseUUIDPipe) planId: string): Promise<ProfileSettingsListDto> {
    return { items: (await this.settings.list(planId)).map(present), nextCursor: null };
  }

  /** Say it anew, as a whole. Routers follow within seconds; running sessions keep what they have. */
  @Put(':planId/settings')
  @RequirePermission(PppoePermissions['pppoe:write'])
  async savePppProfileSettings(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() { version, routerId, poolId, ...body }: SaveProfileSettingsDto,
  ): Promise<ProfileSettingsDto> {
    const { terms, changePolicy = 'KICK', quotaAction = 'NOTIFY' } = body;
    const edit = {
      poolId: poolId ?? null,
      terms: Object.fromEntries(Object.entries(terms)),
      changePolicy,
      quotaAction,
    };
    return present(await this.settings.save({ planId, routerId: routerId ?? null }, version, edit));
  }
}

const present = (settings: ProfileSettings): ProfileSettingsDto => ({ ...settings });
