import { Injectable } from '@nestjs/common';
import { type DesiredResource } from '../domain/desired-resource';
import { ISOLIR_POOL, isolirResources } from '../domain/isolir-rules';
import { IsolirConfig } from './isolir.config';
import { IsolirRepository, type RouterIsolir } from './isolir.repository';

/** What the isolir profile of a router shall say about addresses. */
export interface IsolirAddresses {
  /** The profile is part of the infrastructure: wanted even where nobody is isolated. */
  installed: boolean;
  values: Record<string, string>;
  unset: string[];
}

/** What isolir wants on routers. */
@Injectable()
export class IsolirInfrastructure {
  constructor(
    private readonly repository: IsolirRepository,
    private readonly config: IsolirConfig,
  ) {}

  /** Is it there, or was it? Routers that never had it are not asked about it. */
  async concerns(routerId: string): Promise<boolean> {
    return (await this.repository.find(routerId)) !== undefined;
  }

  /** Everything but the profile; nothing where it is not installed. */
  async resources(routerId: string): Promise<DesiredResource[]> {
    const isolir = await this.repository.find(routerId);
    return isolir?.installed === true ? this.resourcesOf(isolir) : [];
  }

  /** The same for settings that are not stored yet. */
  resourcesOf({ portalAddress, portalPort, allowHosts, poolRange }: RouterIsolir): DesiredResource[] {
    const portal = portalAddress ?? this.config.portalAddress;
    if (portal === '') return [];
    return isolirResources({
      portalAddress: portal,
      portalPort: portalPort ?? this.config.portalPort,
      allowHosts: [...this.config.allowHosts, ...allowHosts],
      poolRange,
    });
  }

  /**
   * For whoever makes the profile `isolir`. With a pool of ours the addresses are ours; where it was and is gone they are
   * emptied; else they are the operator's and not mentioned.
   */
  async profileAddresses(routerId: string): Promise<IsolirAddresses> {
    const isolir = await this.repository.find(routerId);
    const installed = isolir?.installed ?? false;
    const localAddress = isolir?.localAddress ?? null;
    if (localAddress === null) return { installed, values: {}, unset: [] };
    if (!installed) return { installed, values: {}, unset: ['local-address', 'remote-address'] };
    return { installed, values: { 'local-address': localAddress, 'remote-address': ISOLIR_POOL }, unset: [] };
  }
}
