import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { IsolirService } from '../isolir.service';
import { InstallIsolirDto, IsolirRequestedDto, RouterIsolirDto } from './dto/isolir.dto';

/** What isolated subscribers need on a router: pool, profile, lists, rules, redirect. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'routers/:id/isolir', version: '1' })
export class RouterIsolirController {
  constructor(private readonly isolir: IsolirService) {}

  /** Look at a router's isolir infrastructure, part by part. Nothing is written. */
  @Get()
  @RequirePermission('router:operate')
  async getRouterIsolir(@Param('id', ParseUUIDPipe) id: string): Promise<RouterIsolirDto> {
    return this.isolir.check(id);
  }

  /** Install it in one step, or change its settings. It is kept in order from then on. Again is harmless. */
  @Post('install')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('router:write')
  async installRouterIsolir(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: InstallIsolirDto,
  ): Promise<IsolirRequestedDto> {
    await this.isolir.install(id, body);
    return { routerId: id };
  }

  /** Take everything off the router again. What is not ours stays. */
  @Delete()
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('router:write')
  async removeRouterIsolir(@Param('id', ParseUUIDPipe) id: string): Promise<IsolirRequestedDto> {
    await this.isolir.remove(id);
    return { routerId: id };
  }
}
