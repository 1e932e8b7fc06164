import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { HotspotProfiles } from '../services/hotspot-profiles.service';
import { VoucherPermissions } from '../vouchers.permissions';
import {
  CreateHotspotProfileDto,
  HotspotProfileDto,
  HotspotProfileListQueryDto,
  HotspotProfilePageDto,
  UpdateHotspotProfileDto,
} from './dto/hotspot-profile.dto';
import { presentHotspotProfile, profileInput, profilePatch } from './hotspot-profile.presenter';

@ApiTags('hotspot')
@ApiBearerAuth()
@Controller({ path: 'hotspot/profiles', version: '1' })
export class HotspotProfilesController {
  constructor(private readonly profiles: HotspotProfiles) {}

  /** List hotspot packages by name. */
  @Get()
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async listHotspotProfiles(@Query() query: HotspotProfileListQueryDto): Promise<HotspotProfilePageDto> {
    return presentPage(await this.profiles.list(query), presentHotspotProfile);
  }

  /** Make a package. Its user profile is on the hotspot routers of the site within seconds. */
  @Post()
  @RequirePermission(VoucherPermissions['hotspot:write'])
  async createHotspotProfile(@Body() body: CreateHotspotProfileDto): Promise<HotspotProfileDto> {
    return presentHotspotProfile(await this.profiles.create(profileInput(body)));
  }

  /** Read one package. */
  @Get(':id')
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async getHotspotProfile(@Param('id', ParseUUIDPipe) id: string): Promise<HotspotProfileDto> {
    return presentHotspotProfile(await this.profiles.get(id));
  }

  /** Change a package. Rates and timeouts count for its users at once; vouchers keep their limits and prices. */
  @Patch(':id')
  @RequirePermission(VoucherPermissions['hotspot:write'])
  async updateHotspotProfile(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...patch }: UpdateHotspotProfileDto,
  ): Promise<HotspotProfileDto> {
    return presentHotspotProfile(await this.profiles.update(id, version, profilePatch(patch)));
  }

  /** Delete a package of which no voucher was ever made; retire any other. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission(VoucherPermissions['hotspot:write'])
  async deleteHotspotProfile(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.profiles.remove(id);
  }
}
