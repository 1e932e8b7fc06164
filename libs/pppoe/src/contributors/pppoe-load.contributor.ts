import { Injectable } from '@nestjs/common';
import { ContributesRouterLoad, type RouterLoad, RouterLoadContributor } from '@app/mikrotik';
import { RouterAccountsRepository } from '../repositories/router-accounts.repository';

/** How many accounts are placed on routers, at home and as guests. */
@Injectable()
@ContributesRouterLoad()
export class PppoeLoadContributor extends RouterLoadContributor {
  constructor(private readonly accounts: RouterAccountsRepository) {
    super();
  }

  async loads(routerIds: readonly string[]): Promise<RouterLoad[]> {
    return this.accounts.loads(routerIds);
  }
}
