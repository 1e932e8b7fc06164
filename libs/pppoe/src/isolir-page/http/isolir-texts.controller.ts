import { Body, Controller, Get, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { PppoePermissions } from '../../pppoe.permissions';
import { IsolirTexts } from '../isolir-texts.service';
import { IsolirTextDto, SaveIsolirTextDto } from './isolir-text.dto';

/** A site's own words on the isolir page. */
@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'isolir-pages', version: '1' })
export class IsolirTextsController {
  constructor(private readonly texts: IsolirTexts) {}

  /** What a site says on the page of its isolated subscribers. */
  @Get(':siteId')
  @RequirePermission(PppoePermissions['pppoe:read'])
  async getIsolirPage(@Param('siteId', ParseUUIDPipe) siteId: string): Promise<IsolirTextDto> {
    return this.texts.get(siteId);
  }

  /** Change it. */
  @Put(':siteId')
  @RequirePermission(PppoePermissions['pppoe:write'])
  async saveIsolirPage(
    @Param('siteId', ParseUUIDPipe) siteId: string,
    @Body() { version, textId, textEn, contact }: SaveIsolirTextDto,
  ): Promise<IsolirTextDto> {
    return this.texts.save({ siteId, version, textId, textEn, contact });
  }
}
