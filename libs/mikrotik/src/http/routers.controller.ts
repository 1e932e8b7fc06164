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
import { Idempotent, presentPage, RequirePermission } from '@app/platform';
import { RoutersService } from '../services/routers.service';
import { CreateRouterDto, RouterDto, RouterListQueryDto, RouterPageDto, UpdateRouterDto } from './dto/router.dto';
import { presentRouter } from './router.presenter';

/** The router registry. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'routers', version: '1' })
export class RoutersController {
  constructor(private readonly routers: RoutersService) {}

  /** Routers of your sites; sorts: name, createdAt. */
  @Get()
  @RequirePermission('router:read')
  async listRouters(@Query() query: RouterListQueryDto): Promise<RouterPageDto> {
    return presentPage(await this.routers.list(query, query), presentRouter);
  }

  /** One router. */
  @Get(':id')
  @RequirePermission('router:read')
  async getRouter(@Param('id', ParseUUIDPipe) id: string): Promise<RouterDto> {
    return presentRouter(await this.routers.get(id));
  }

  /** Add a router. It is compared and written to from then on, unless it is created in maintenance. */
  @Post()
  @Idempotent()
  @RequirePermission('router:write')
  async createRouter(@Body() body: CreateRouterDto): Promise<RouterDto> {
    return presentRouter(await this.routers.create(body));
  }

  /** Change a router. Fields that are not sent stay as they are. */
  @Patch(':id')
  @RequirePermission('router:write')
  async updateRouter(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateRouterDto): Promise<RouterDto> {
    const { version, ...edit } = body;
    return presentRouter(await this.routers.update(id, version, edit));
  }

  /** Forget a router that nobody uses. What is configured on it stays there. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('router:write')
  async deleteRouter(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.routers.delete(id);
  }
}
