import { Body, Controller, Get, Header, Param, ParseUUIDPipe, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { VoucherPermissions } from '../../vouchers.permissions';
import { previewOf } from '../login-pages/page-preview';
import { type SitePages } from '../login-pages/login-pages.repository';
import { LoginPages } from '../login-pages/login-pages.service';
import { PAGE_NAMES } from '../login-pages/pages';
import {
  HotspotLoginPagesDto,
  LoginPageParamsDto,
  LoginPagesQueryDto,
  SaveHotspotLoginPagesDto,
} from './dto/login-pages.dto';

const BINARY = { schema: { type: 'string', format: 'binary' } };
const TEXT = { schema: { type: 'string' } };

/** The login pages of a site's hotspots. */
@ApiTags('hotspot')
@ApiBearerAuth()
@Controller({ path: 'hotspot/login-pages', version: '1' })
export class LoginPagesController {
  constructor(private readonly pages: LoginPages) {}

  /** How the login pages of a site look. */
  @Get(':siteId')
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async getHotspotLoginPages(@Param('siteId', ParseUUIDPipe) siteId: string): Promise<HotspotLoginPagesDto> {
    return present(await this.pages.get(siteId));
  }

  /** Change it. Routers keep the files that they have: put the new ones there afterwards. */
  @Put(':siteId')
  @RequirePermission(VoucherPermissions['hotspot:write'])
  async saveHotspotLoginPages(
    @Param('siteId', ParseUUIDPipe) siteId: string,
    @Body() { version, brand, logoText = '', accentColour = '#0b6b3a', phone = '' }: SaveHotspotLoginPagesDto,
  ): Promise<HotspotLoginPagesDto> {
    return present(await this.pages.save({ siteId, version, brand, logoText, accentColour, phone }));
  }

  /** The whole set as a ZIP archive with a folder `hotspot`. */
  @Get(':siteId/archive')
  @ApiProduces('application/zip')
  @ApiOkResponse(BINARY)
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async downloadHotspotLoginPages(
    @Param('siteId', ParseUUIDPipe) siteId: string,
    @Query() { language = 'id' }: LoginPagesQueryDto,
  ): Promise<StreamableFile> {
    const disposition = `attachment; filename="hotspot-${language}.zip"`;
    return new StreamableFile(await this.pages.archive(siteId, language), { type: 'application/zip', disposition });
  }

  /** One file of the set, for `/tool fetch` on a router. */
  @Get(':siteId/files/:page')
  @ApiProduces('text/html')
  @ApiOkResponse(TEXT)
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async getHotspotLoginPage(
    @Param() { siteId, page }: LoginPageParamsDto,
    @Query() { language = 'id' }: LoginPagesQueryDto,
  ): Promise<StreamableFile> {
    const text = (await this.pages.files(siteId, language))[page];
    const disposition = `attachment; filename="${page}"`;
    return new StreamableFile(Buffer.from(text), { type: 'text/html; charset=utf-8', disposition });
  }

  /** One page as somebody would see it, with examples in it. Nothing on it runs. */
  @Get(':siteId/preview/:page')
  @Header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'")
  @ApiProduces('text/html')
  @ApiOkResponse(TEXT)
  @RequirePermission(VoucherPermissions['hotspot:read'])
  async previewHotspotLoginPage(
    @Param() { siteId, page }: LoginPageParamsDto,
    @Query() { language = 'id' }: LoginPagesQueryDto,
  ): Promise<StreamableFile> {
    const text = previewOf((await this.pages.files(siteId, language))[page]);
    return new StreamableFile(Buffer.from(text), { type: 'text/html; charset=utf-8', disposition: 'inline' });
  }
}

const present = (pages: SitePages): HotspotLoginPagesDto => ({
  ...{ siteId: pages.siteId, brand: pages.brand, logoText: pages.logoText, accentColour: pages.accentColour },
  ...{ phone: pages.phone, version: pages.version, files: [...PAGE_NAMES] },
});
