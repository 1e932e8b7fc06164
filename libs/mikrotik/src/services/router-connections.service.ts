import { Injectable } from '@nestjs/common';
import { type RouterConnections, RouterPool } from '../pool';
import { RoutersService } from './routers.service';

/** How this process stands with a router, within the scope of the running actor. */
@Injectable()
export class RouterConnectionsService {
  constructor(
    private readonly routers: RoutersService,
    private readonly pool: RouterPool,
  ) {}

  /**
   * @returns undefined when this process has not talked to the router yet
   * @throws DomainError CORE_NOT_FOUND
   */
  async get(id: string): Promise<RouterConnections | undefined> {
    await this.routers.get(id);
    return this.pool.state(id);
  }
}
