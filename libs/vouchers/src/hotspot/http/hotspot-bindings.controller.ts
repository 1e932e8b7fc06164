import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { VoucherPermissions } from '../../vouchers.permissions';
import { type HotspotBinding } from '../hotspot-binding';
import { HotspotBindings } from '../hotspot-bindings.service';
import {
  CreateHotspotBindingDto,
  HotspotBindingDto,
  HotspotBindingListQueryDto,
  HotspotBindingPageDto,
  UpdateHotspotBindingDto,
} from './dto/hotspot-live.dto';

@ApiTags('hotspot')
@ApiBearerAuth()
@Controller({ path: 'hotspot/bindings', version: '1' })
export class HotspotBindingsController {
  constructor(private readonly bindings: HotspotBindings) {}

  /** Let a device past the hotspot without a login, or hold it off. */
  @Post()
  @RequirePermission(VoucherPermissions['hotspot:operate'])
  async createHotspotBinding(@Body() { note = '', ...body }: CreateHotspotBindingDto): Promise<HotspotBindingDto> {
    return present(await this.bindings.create({ ...body, note }));
  }

  /** List our bindings, newest first. */
  @Get()
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async listHotspotBindings(@Query() query: HotspotBindingListQueryDto): Promise<HotspotBindingPageDto> {
    return presentPage(await this.bindings.list(query), present);
  }

  /** Read one binding. */
  @Get(':id')
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async getHotspotBinding(@Param('id', ParseUUIDPipe) id: string): Promise<HotspotBindingDto> {
    return present(await this.bindings.get(id));
  }

  /** Treat a device another way. */
  @Patch(':id')
  @RequirePermission(VoucherPermissions['hotspot:operate'])
  async updateHotspotBinding(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, type }: UpdateHotspotBindingDto,
  ): Promise<HotspotBindingDto> {
    return present(await this.bindings.setType(id, version, type));
  }

  /** Make a device an ordinary one again. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission(VoucherPermissions['hotspot:operate'])
  async deleteHotspotBinding(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.bindings.remove(id);
  }
}

const present = (binding: HotspotBinding): HotspotBindingDto => ({
  ...{ id: binding.id, siteId: binding.siteId, routerId: binding.routerId, macAddress: binding.macAddress },
  ...{ type: binding.type, note: binding.note, createdBy: binding.createdBy, version: binding.version },
  ...{ createdAt: binding.createdAt, updatedAt: binding.updatedAt },
});
