import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { CoreErrors } from '@app/core';
import { type TargetKind, type TargetRef } from '../../domain/attempts/attempt';
import { PaymentTarget, type TargetDescription } from './payment-target';

/** Every {@link PaymentTarget} of the process by its kind. */
@Injectable()
export class PaymentTargets implements OnModuleInit {
  private readonly byKind = new Map<TargetKind, PaymentTarget>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws Error for two classes of one kind */
  onModuleInit(): void {
    const instances = [...new Set(this.discovery.getProviders().map(({ instance }): unknown => instance))];
    for (const target of instances.filter((one) => one instanceof PaymentTarget)) {
      if (this.byKind.has(target.kind)) throw new Error(`two payment targets of kind ${target.kind}`);
      this.byKind.set(target.kind, target);
    }
  }

  /** @throws Error for a kind that no module of this process brings */
  get(kind: TargetKind): PaymentTarget {
    const target = this.byKind.get(kind);
    if (!target) throw new Error(`no payment target of kind ${kind} in this process`);
    return target;
  }

  /** @throws DomainError CORE_NOT_FOUND, also outside the actor's scope */
  async describe({ kind, id }: TargetRef): Promise<TargetDescription> {
    const found = await this.byKind.get(kind)?.describe(id);
    if (!found) throw CoreErrors.NOT_FOUND({ what: kind, id });
    return found;
  }
}
