import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { ResellersService } from '../services/resellers.service';
import {
  CreateResellerDto,
  ResellerDto,
  ResellerListQueryDto,
  ResellerPageDto,
  UpdateResellerDto,
} from './dto/place.dto';
import { presentReseller } from './place.presenter';

/** Resellers of sites. */
@ApiTags('resellers')
@ApiBearerAuth()
@Controller({ path: 'resellers', version: '1' })
export class ResellersController {
  constructor(private readonly resellers: ResellersService) {}

  /** Resellers in your scope; sorts: name, createdAt. */
  @Get()
  @RequirePermission('reseller:read')
  async listResellers(@Query() query: ResellerListQueryDto): Promise<ResellerPageDto> {
    return presentPage(await this.resellers.list(query, query), presentReseller);
  }

  /** One reseller. */
  @Get(':id')
  @RequirePermission('reseller:read')
  async getReseller(@Param('id', ParseUUIDPipe) id: string): Promise<ResellerDto> {
    return presentReseller(await this.resellers.get(id));
  }

  /** Create a reseller; only for who sees the whole site. */
  @Post()
  @RequirePermission('reseller:write')
  async createReseller(@Body() body: CreateResellerDto): Promise<ResellerDto> {
    return presentReseller(await this.resellers.create(body));
  }

  /** Change a reseller. `DISABLED` keeps its users out from the next request on. */
  @Patch(':id')
  @RequirePermission('reseller:write')
  async updateReseller(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateResellerDto): Promise<ResellerDto> {
    const { version, ...patch } = body;
    return presentReseller(await this.resellers.update(id, version, patch));
  }
}
