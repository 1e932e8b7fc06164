import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { AreasService } from '../services/areas.service';
import { AreaDto, AreaListQueryDto, AreaPageDto, CreateAreaDto, UpdateAreaDto } from './dto/place.dto';
import { presentArea } from './place.presenter';

/** Areas of sites. */
@ApiTags('sites')
@ApiBearerAuth()
@Controller({ path: 'areas', version: '1' })
export class AreasController {
  constructor(private readonly areas: AreasService) {}

  /** Areas in your scope; sorts: name, createdAt. */
  @Get()
  @RequirePermission('area:read')
  async listAreas(@Query() query: AreaListQueryDto): Promise<AreaPageDto> {
    return presentPage(await this.areas.list(query, query), presentArea);
  }

  /** One area. */
  @Get(':id')
  @RequirePermission('area:read')
  async getArea(@Param('id', ParseUUIDPipe) id: string): Promise<AreaDto> {
    return presentArea(await this.areas.get(id));
  }

  /** Create an area; only for who sees the whole site. */
  @Post()
  @RequirePermission('area:write')
  async createArea(@Body() body: CreateAreaDto): Promise<AreaDto> {
    return presentArea(await this.areas.create(body));
  }

  /** Rename an area. */
  @Patch(':id')
  @RequirePermission('area:write')
  async updateArea(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateAreaDto): Promise<AreaDto> {
    return presentArea(await this.areas.rename(id, body.version, body.name));
  }

  /** Delete an area that has neither customers nor users. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('area:write')
  async deleteArea(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.areas.delete(id);
  }
}
