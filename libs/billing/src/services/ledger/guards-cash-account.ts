import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type CashAccount } from '../../domain/ledger-accounts';

/**
 * What another lib knows about a cash account before something is booked to it, such as a desk whose day is closed. An
 * injectable that extends it is found in the modules of the process.
 */
export abstract class GuardsCashAccount {
  /** Keeps the account open until the caller's transaction ends. @throws DomainError when nothing may be booked to it */
  abstract hold(account: CashAccount): Promise<void>;
}

/** Everybody who has a say before money moves. */
@Injectable()
export class CashAccountGuards implements OnModuleInit {
  private guards: readonly GuardsCashAccount[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const instances = [...new Set(this.discovery.getProviders().map(({ instance }): unknown => instance))];
    this.guards = instances.filter((one) => one instanceof GuardsCashAccount);
  }

  /** @throws DomainError of the guard that refuses */
  async hold(account: CashAccount): Promise<void> {
    for (const guard of this.guards) await guard.hold(account);
  }
}
