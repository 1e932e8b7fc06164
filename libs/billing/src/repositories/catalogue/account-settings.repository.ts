import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type PolicyPatch } from '../../domain/policies/billing-policies';

/** What was decided about the billing of one customer. */
export interface AccountSettings {
  customerId: string;
  siteId: string;
  timeZone: string;
  currency: string;
  /** Invoices are paid from the deposit at once. */
  autoPay: boolean;
  /** Is sold to without tax (billing.md X3). */
  taxExempt: boolean;
  /** Corporate: keeps PPh 23 back (billing.md X4). */
  withholdsTax: boolean;
  /** What counts for this customer instead of the policies of the site. */
  policies: PolicyPatch;
  version: number;
}

export type AccountSettingsPatch = Partial<
  Pick<AccountSettings, 'autoPay' | 'taxExempt' | 'withholdsTax' | 'policies'>
>;

const COLUMNS = `customer_id as "customerId", site_id as "siteId", time_zone as "timeZone", currency, auto_pay as "autoPay",
  tax_exempt as "taxExempt", withholds_tax as "withholdsTax", policies, settings_version as version`;

/** Settings of billing accounts; whoever asks has locked the account within the scope. */
@Injectable()
export class AccountSettingsRepository {
  constructor(private readonly database: Database) {}

  async of(customerId: string): Promise<AccountSettings> {
    const row = await this.database.queryOne<AccountSettings>(
      `select ${COLUMNS} from billing_accounts where customer_id = $1`,
      [customerId],
    );
    if (!row) throw new Error(`no billing account ${customerId}`);
    return row;
  }

  /** False when the version is stale. */
  async update(customerId: string, version: number, settings: Required<AccountSettingsPatch>): Promise<boolean> {
    const { autoPay, taxExempt, withholdsTax, policies } = settings;
    const { affected } = await this.database.execute(
      `update billing_accounts set auto_pay = $3, tax_exempt = $4, withholds_tax = $5, policies = $6,
              settings_version = settings_version + 1, updated_at = now()
        where customer_id = $1 and settings_version = $2`,
      [customerId, version, autoPay, taxExempt, withholdsTax, policies],
    );
    return affected === 1;
  }
}
