import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** Somebody who is not isolated yet, and why. */
export interface HeldCustomer {
  customerId: string;
  /** One word: `INBOX`, `POLL_GATEWAY`, `TRANSFER_PROOF`. */
  reason: string;
}

/**
 * What another lib knows about money on its way: events that nobody applied, gateway intents younger than 48 h that were
 * not asked yet, transfers that wait for verification for at most 24 h (billing.md 1.9). An injectable that extends it is
 * found in the modules of the process. It is asked in batches before anybody is isolated; a failure isolates nobody.
 */
export abstract class HoldsIsolation {
  /** Of these accounts, the ones that have to wait. A hold must end by itself. */
  abstract held(customerIds: readonly string[], asOf: Date): Promise<readonly HeldCustomer[]>;
}

/**
 * Last help before access is taken, such as the renewal of a prepaid service from the deposit (billing.md 1.4). Found like
 * {@link HoldsIsolation}; runs in the transaction that isolates, under the locks of the accounts.
 */
export abstract class BeforeIsolation {
  abstract help(customerIds: readonly string[], asOf: Date): Promise<void>;
}

/** Everybody who has a say before somebody is isolated. */
@Injectable()
export class IsolationExtensions implements OnModuleInit {
  private holders: readonly HoldsIsolation[] = [];
  private helpers: readonly BeforeIsolation[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const instances = [...new Set(this.discovery.getProviders().map(({ instance }): unknown => instance))];
    this.holders = instances.filter((one) => one instanceof HoldsIsolation);
    this.helpers = instances.filter((one) => one instanceof BeforeIsolation);
  }

  /** Reasons by account. */
  async held(customerIds: readonly string[], asOf: Date): Promise<ReadonlyMap<string, string>> {
    const reasons = new Map<string, string>();
    for (const holder of this.holders) {
      for (const { customerId, reason } of await holder.held(customerIds, asOf)) reasons.set(customerId, reason);
    }
    return reasons;
  }

  async help(customerIds: readonly string[], asOf: Date): Promise<void> {
    for (const helper of this.helpers) await helper.help(customerIds, asOf);
  }
}
