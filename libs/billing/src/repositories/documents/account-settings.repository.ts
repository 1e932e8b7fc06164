import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type PolicyPatch } from '../../domain/policies/billing-policies';

/** How a customer is billed and pays. */
export interface AccountSettings {
  customerId: string;
  siteId: string;
  currency: string;
  timeZone: string;
  /** Invoices are paid from the deposit when they are issued. */
  autoPay: boolean;
  taxExempt: boolean;
  /** Corporate: keeps PPh 23 back (billing.md X4). */
  withholdsTax: boolean;
  /** What counts for this customer instead of the policies of the site. */
  policies: PolicyPatch;
  depositAmount: bigint;
  creditAmount: bigint;
  version: number;
}

export type AccountSettingsPatch = Partial<
  Pick<AccountSettings, 'autoPay' | 'taxExempt' | 'withholdsTax' | 'policies'>
>;

@Injectable()
export class AccountSettingsRepository {
  constructor(private readonly database: Database) {}

  /** Undefined when the customer has no account yet. Whoever asks has found the customer within the actor's scope. */
  async find(customerId: string): Promise<AccountSettings | undefined> {
    return this.database.queryOne(
      `select customer_id as "customerId", site_id as "siteId", currency, time_zone as "timeZone", auto_pay as "autoPay",
              tax_exempt as "taxExempt", withholds_tax as "withholdsTax", policies, deposit_amount as "depositAmount",
              credit_amount as "creditAmount", version
         from billing_accounts where customer_id = $1`,
      [customerId],
    );
  }

  /** Of an account that the caller has locked. */
  async of(customerId: string): Promise<Pick<AccountSettings, 'taxExempt'>> {
    const sql = `select tax_exempt as "taxExempt" from billing_accounts where customer_id = $1`;
    return (
      (await this.database.queryOne<Pick<AccountSettings, 'taxExempt'>>(sql, [customerId])) ?? { taxExempt: false }
    );
  }

  /** False when the version is stale. The caller holds the account's lock. */
  async update(customerId: string, version: number, patch: AccountSettingsPatch): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update billing_accounts set auto_pay = coalesce($3, auto_pay), tax_exempt = coalesce($4, tax_exempt),
              withholds_tax = coalesce($5, withholds_tax), policies = coalesce($6, policies), version = version + 1, updated_at = now()
        where customer_id = $1 and version = $2`,
      [
        ...[customerId, version, patch.autoPay ?? null, patch.taxExempt ?? null, patch.withholdsTax ?? null],
        patch.policies ?? null,
      ],
    );
    return affected === 1;
  }
}
