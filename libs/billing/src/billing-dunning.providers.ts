import { AccessOverrideRepository } from './repositories/dunning/access-override.repository';
import { DunningActionRepository } from './repositories/dunning/dunning-action.repository';
import { DunningBrakeRepository } from './repositories/dunning/dunning-brake.repository';
import { DunningPolicyRepository } from './repositories/dunning/dunning-policy.repository';
import { DunningViewRepository } from './repositories/dunning/dunning-view.repository';
import { LateFeeRepository } from './repositories/dunning/late-fee.repository';
import { PromiseRepository } from './repositories/dunning/promise.repository';
import { ReminderRepository } from './repositories/dunning/reminder.repository';
import { AccessOverrides } from './services/dunning/access-overrides.service';
import { DunningBrakeService } from './services/dunning/dunning-brake.service';
import { DunningPolicies } from './services/dunning/dunning-policies.service';
import { DunningRules } from './services/dunning/dunning-rules.service';
import { DunningSelection } from './services/dunning/dunning-selection.service';
import { DunningViews } from './services/dunning/dunning-views.service';
import { IsolationExtensions } from './services/dunning/holds-isolation';
import { LateFeeInvoices } from './services/dunning/late-fee-invoices.service';
import { LateFeeRun } from './services/dunning/late-fee-run.service';
import { LateFees } from './services/dunning/late-fees.service';
import { Promises } from './services/dunning/promises.service';
import { Reminders } from './services/dunning/reminders.service';
import { AutomaticWriteOffs } from './services/dunning/write-offs.service';

/** What dunning keeps to itself. */
export const dunningParts = [
  AccessOverrideRepository,
  DunningActionRepository,
  DunningBrakeRepository,
  DunningPolicyRepository,
  DunningViewRepository,
  LateFeeRepository,
  PromiseRepository,
  ReminderRepository,
  DunningRules,
  IsolationExtensions,
  LateFeeInvoices,
];

export const dunningServices = [
  AccessOverrides,
  AutomaticWriteOffs,
  DunningBrakeService,
  DunningPolicies,
  DunningSelection,
  DunningViews,
  LateFeeRun,
  LateFees,
  Promises,
  Reminders,
];
