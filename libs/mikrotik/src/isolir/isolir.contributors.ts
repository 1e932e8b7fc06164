import { Injectable, type Type } from '@nestjs/common';
import { type DesiredResource, type ResourceKind } from '../domain/desired-resource';
import { ContributesDesiredState, DesiredStateContributor } from '../sync/desired-state-contributor';
import { IsolirInfrastructure } from './isolir-infrastructure';

/** The contributor of one kind of isolir's parts. */
function contributorOf(kind: ResourceKind): Type<DesiredStateContributor> {
  @Injectable()
  @ContributesDesiredState()
  class IsolirContributor extends DesiredStateContributor {
    readonly kind = kind;

    constructor(private readonly infrastructure: IsolirInfrastructure) {
      super();
    }

    override concerns = async (routerId: string): Promise<boolean> => this.infrastructure.concerns(routerId);

    async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
      const wanted = (await this.infrastructure.resources(routerId)).filter((resource) => resource.kind === kind);
      return keys === 'all' ? wanted : wanted.filter(({ key }) => keys.includes(key));
    }
  }
  return IsolirContributor;
}

/** Kinds that isolir is made of, besides the profile. */
export const ISOLIR_KINDS = ['ip-pool', 'address-list', 'firewall-filter', 'firewall-nat'] as const;

export const ISOLIR_CONTRIBUTORS = ISOLIR_KINDS.map(contributorOf);
