import { Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { RouterCommandsService } from '../services/router-commands.service';
import { CommandRetriedDto, RouterCommandPageDto, RouterCommandQueryDto } from './dto/router-command.dto';
import { presentCommand } from './router-sync.presenter';

/** The command queue: what waits to be written to routers, and what was given up. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'router-commands', version: '1' })
export class RouterCommandsController {
  constructor(private readonly commands: RouterCommandsService) {}

  /** What waits and what was given up, on the routers of your sites; sorts: wantedAt, priority. */
  @Get()
  @RequirePermission('router:read')
  async listRouterCommands(@Query() query: RouterCommandQueryDto): Promise<RouterCommandPageDto> {
    return presentPage(await this.commands.list(query, query), presentCommand);
  }

  /** Try one again now. `POST /routers/{id}/retry` does it for all that were given up on a router. */
  @Post(':id/retry')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('router:operate')
  async retryRouterCommand(@Param('id', ParseUUIDPipe) id: string): Promise<CommandRetriedDto> {
    await this.commands.retry(id);
    return { id };
  }
}
