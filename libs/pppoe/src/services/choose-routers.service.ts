import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { RouterGroups } from '@app/mikrotik';
import { type NewAccount } from './create-accounts.service';

/** An account whose router is known. */
export type HomedAccount = NewAccount & { routerId: string };

/** Finds the router of each new account: the one that was named, or one of the group that was. */
@Injectable()
export class ChooseRoutersService {
  constructor(private readonly groups: RouterGroups) {}

  /**
   * Joins the caller's transaction, in which the accounts have to be written.
   *
   * @throws DomainError CORE_VALIDATION_FAILED, CORE_NOT_FOUND, MIKROTIK_GROUP_NO_HEALTHY_MEMBER, MIKROTIK_GROUP_FULL
   */
  async routersFor(inputs: readonly NewAccount[]): Promise<HomedAccount[]> {
    const placed = await this.placed(inputs);
    return inputs.map(({ routerId, routerGroupId, ...account }) => {
      if ((routerId === undefined) === (routerGroupId === undefined)) throw oneOf();
      const chosen = routerId ?? placed.get(routerGroupId ?? '')?.shift();
      if (chosen === undefined) throw oneOf();
      return { ...account, routerId: chosen };
    });
  }

  private async placed(inputs: readonly NewAccount[]): Promise<Map<string, string[]>> {
    const counts = new Map<string, number>();
    for (const { routerGroupId, routerId } of inputs) {
      if (routerGroupId === undefined || routerId !== undefined) continue;
      counts.set(routerGroupId, (counts.get(routerGroupId) ?? 0) + 1);
    }
    const placed = new Map<string, string[]>();
    // why: locks are taken in one order by everybody
    for (const groupId of [...counts.keys()].sort()) {
      placed.set(groupId, await this.groups.placeMany(groupId, counts.get(groupId) ?? 0));
    }
    return placed;
  }
}

function oneOf(): Error {
  const message = { id: 'isi salah satu: routerId atau routerGroupId', en: 'give one of routerId and routerGroupId' };
  return CoreErrors.VALIDATION_FAILED({}, [{ path: 'routerId', code: 'ONE_OF', message }]);
}
