import { Injectable } from '@nestjs/common';
import { type NewPppoeAccount, PppoeAccountRepository } from '../repositories/pppoe-account.repository';
import { AddressAllotment } from './address-allotment.service';

/** A new account, with the pools that its addresses are out of. */
export type AllottedAccount = NewPppoeAccount & { poolId?: string | null; ipv6PoolId?: string | null };

/** Writes new accounts, and who has their addresses from now on. Joins the caller's transaction. */
@Injectable()
export class AccountWriter {
  constructor(
    private readonly accounts: PppoeAccountRepository,
    private readonly addresses: AddressAllotment,
  ) {}

  /** Two statements for any number. @throws DomainError PPPOE_USERNAME_TAKEN, …_SUBSCRIPTION_HAS_ACCOUNT, …_ADDRESS_TAKEN */
  async insertMany(accounts: readonly AllottedAccount[]): Promise<void> {
    if (accounts.length === 0) return;
    await this.accounts.insertMany(accounts);
    await this.addresses.assign(
      accounts.map(({ remoteIpv6Prefix = null, poolId = null, ipv6PoolId = null, ...account }) => ({
        ...account,
        ...{ remoteIpv6Prefix, poolId, ipv6PoolId },
      })),
    );
  }
}
