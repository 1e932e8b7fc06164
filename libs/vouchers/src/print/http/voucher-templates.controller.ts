import { Body, Controller, Get, Header, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiProduces, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { VoucherPermissions } from '../../vouchers.permissions';
import { VoucherTemplates } from '../services/voucher-templates.service';
import {
  CreateVoucherTemplateDto,
  TemplateLanguageDto,
  TemplateLayoutDto,
  UpdateVoucherTemplateDto,
  VoucherTemplateDto,
  VoucherTemplateListQueryDto,
  VoucherTemplatePageDto,
} from './dto/voucher-template.dto';
import { layoutOf, presentTemplate, templatePatch } from './print.presenter';

const HTML = 'text/html; charset=utf-8';

/** How printed vouchers look. */
@ApiTags('vouchers')
@ApiBearerAuth()
@Controller({ path: 'voucher-templates', version: '1' })
export class VoucherTemplatesController {
  constructor(private readonly templates: VoucherTemplates) {}

  /** Templates of your sites and those that come with the product, by name. */
  @Get()
  @RequirePermission(VoucherPermissions['voucher:read'])
  async listVoucherTemplates(@Query() query: VoucherTemplateListQueryDto): Promise<VoucherTemplatePageDto> {
    return presentPage(await this.templates.list(query), presentTemplate);
  }

  /** Make a template of a site. */
  @Post()
  @RequirePermission(VoucherPermissions['voucher:make'])
  async createVoucherTemplate(@Body() body: CreateVoucherTemplateDto): Promise<VoucherTemplateDto> {
    const { siteId, name } = body;
    return presentTemplate(await this.templates.create({ ...layoutOf(body), siteId, name }));
  }

  /** Look at a layout that is not kept yet, with invented vouchers. */
  @Post('preview')
  @HttpCode(200)
  @Header('content-type', HTML)
  @ApiProduces('text/html')
  @RequirePermission(VoucherPermissions['voucher:make'])
  previewVoucherLayout(@Body() body: TemplateLayoutDto, @Query() { language = 'id' }: TemplateLanguageDto): string {
    return this.templates.preview(layoutOf(body), language);
  }

  /** Read one template. */
  @Get(':id')
  @RequirePermission(VoucherPermissions['voucher:read'])
  async getVoucherTemplate(@Param('id', ParseUUIDPipe) id: string): Promise<VoucherTemplateDto> {
    return presentTemplate(await this.templates.get(id));
  }

  /** Change a template of a site, or retire it. */
  @Patch(':id')
  @RequirePermission(VoucherPermissions['voucher:make'])
  async updateVoucherTemplate(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...patch }: UpdateVoucherTemplateDto,
  ): Promise<VoucherTemplateDto> {
    return presentTemplate(await this.templates.update(id, version, templatePatch(patch)));
  }

  /** A page of invented vouchers in this template. */
  @Get(':id/preview')
  @Header('content-type', HTML)
  @ApiProduces('text/html')
  @RequirePermission(VoucherPermissions['voucher:read'])
  async previewVoucherTemplate(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { language = 'id' }: TemplateLanguageDto,
  ): Promise<string> {
    return this.templates.preview(await this.templates.get(id), language);
  }
}
