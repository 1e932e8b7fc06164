import { Injectable } from '@nestjs/common';
import { ContributesDesiredState, type DesiredResource, DesiredStateContributor } from '@app/mikrotik';
import { desiredBinding } from './hotspot-binding';
import { HotspotBindingRepository } from './hotspot-binding.repository';

/** Bindings of devices that we want on a router. */
@Injectable()
@ContributesDesiredState()
export class HotspotBindingContributor extends DesiredStateContributor {
  readonly kind = 'ip-binding';

  constructor(private readonly bindings: HotspotBindingRepository) {
    super();
  }

  override concerns = async (routerId: string): Promise<boolean> => (await this.bindings.ofRouter(routerId)).length > 0;

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const wanted = (await this.bindings.ofRouter(routerId)).map(desiredBinding);
    return keys === 'all' ? wanted : wanted.filter(({ key }) => keys.includes(key));
  }
}
