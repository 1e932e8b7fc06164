import { Body, Controller, Get, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { PppoePermissions } from '../pppoe.permissions';
import { NumberingService } from '../services/numbering.service';
import { NumberingDto, SaveNumberingDto } from './dto/numbering.dto';

/** How the accounts of a site are named. */
@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'pppoe/numbering', version: '1' })
export class NumberingController {
  constructor(private readonly numbering: NumberingService) {}

  /** How new accounts of a site are named, and what their passwords look like. */
  @Get(':siteId')
  @RequirePermission(PppoePermissions['pppoe:read'])
  async getPppoeNumbering(@Param('siteId', ParseUUIDPipe) siteId: string): Promise<NumberingDto> {
    return this.numbering.get(siteId);
  }

  /** Change it, for accounts that are made from now on. */
  @Put(':siteId')
  @RequirePermission(PppoePermissions['pppoe:write'])
  async savePppoeNumbering(
    @Param('siteId', ParseUUIDPipe) siteId: string,
    @Body() body: SaveNumberingDto,
  ): Promise<NumberingDto> {
    const { version, usernamePattern, passwordLength, passwordStyle } = body;
    return this.numbering.save({ siteId, version, usernamePattern, passwordLength, passwordStyle });
  }
}
