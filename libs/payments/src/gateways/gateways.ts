import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { GatewayErrors } from './gateway.errors';
import { PaymentGateway } from './payment-gateway';

/** Every {@link PaymentGateway} of the process, by code. */
@Injectable()
export class Gateways implements OnModuleInit {
  private readonly byCode = new Map<string, PaymentGateway>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws Error when two classes claim one code */
  onModuleInit(): void {
    const instances = new Set(this.discovery.getProviders().map(({ instance }): unknown => instance));
    for (const gateway of instances) {
      if (!(gateway instanceof PaymentGateway)) continue;
      if (this.byCode.has(gateway.code)) throw new Error(`two gateways are called ${gateway.code}`);
      this.byCode.set(gateway.code, gateway);
    }
  }

  /** @throws DomainError GATEWAYS_UNKNOWN_GATEWAY */
  get(code: string): PaymentGateway {
    const gateway = this.byCode.get(code);
    if (!gateway) throw GatewayErrors.UNKNOWN_GATEWAY({ gateway: code });
    return gateway;
  }

  list(): readonly PaymentGateway[] {
    return [...this.byCode.values()];
  }
}
