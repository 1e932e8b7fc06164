import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { SitesService } from '../services/sites.service';
import { CreateSiteDto, SiteDto, SiteListQueryDto, SitePageDto, UpdateSiteDto } from './dto/site.dto';
import { presentSite } from './iam.presenter';

/** Branches. */
@ApiTags('sites')
@ApiBearerAuth()
@Controller({ path: 'sites', version: '1' })
export class SitesController {
  constructor(private readonly sites: SitesService) {}

  /** Sites in your scope; sorts: code, name. */
  @Get()
  @RequirePermission('site:read')
  async listSites(@Query() query: SiteListQueryDto): Promise<SitePageDto> {
    return presentPage(await this.sites.list(query), presentSite);
  }

  /** One site. */
  @Get(':id')
  @RequirePermission('site:read')
  async getSite(@Param('id', ParseUUIDPipe) id: string): Promise<SiteDto> {
    return presentSite(await this.sites.get(id));
  }

  /** Create a site; only for who sees every site. */
  @Post()
  @RequirePermission('site:write')
  async createSite(@Body() body: CreateSiteDto): Promise<SiteDto> {
    return presentSite(await this.sites.create(body));
  }

  /** Change a site. */
  @Patch(':id')
  @RequirePermission('site:write')
  async updateSite(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateSiteDto): Promise<SiteDto> {
    const { version, ...patch } = body;
    return presentSite(await this.sites.update(id, version, patch));
  }
}
