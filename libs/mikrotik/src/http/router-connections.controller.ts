import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { RouterConnectionsService } from '../services/router-connections.service';
import { RouterConnectionsDto } from './dto/router-connections.dto';
import { presentConnections } from './router-connections.presenter';

/** The pool behind a router. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'routers/:id/connections', version: '1' })
export class RouterConnectionsController {
  constructor(private readonly connections: RouterConnectionsService) {}

  /** Connections, queue, pace and circuit breaker of the answering process towards a router. The worker has its own, see its metrics. */
  @Get()
  @RequirePermission('router:read')
  async getRouterConnections(@Param('id', ParseUUIDPipe) id: string): Promise<RouterConnectionsDto> {
    return presentConnections(id, await this.connections.get(id));
  }
}
