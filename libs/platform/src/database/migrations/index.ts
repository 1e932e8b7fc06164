import { Platform1764000000001 } from './1764000000001-platform';
import { Iam1764000000002 } from './1764000000002-iam';
import { Mikrotik1764000000003 } from './1764000000003-mikrotik';
import { Customers1764000000004 } from './1764000000004-customers';
import { Billing1764000000005 } from './1764000000005-billing';
import { Payments1764000000006 } from './1764000000006-payments';
import { Pppoe1764000000007 } from './1764000000007-pppoe';
import { Scopes1764000000008 } from './1764000000008-scopes';
import { SignIn1764000000009 } from './1764000000009-sign-in';
import { Audit1764000000010 } from './1764000000010-audit';
import { Integrators1764000000011 } from './1764000000011-integrators';
import { RouterTransports1764000000012 } from './1764000000012-router-transports';
import { RouterRegistry1764000000013 } from './1764000000013-router-registry';
import { AlertsAndHealth1764000000014 } from './1764000000014-alerts-and-health';
import { RouterSync1764000000015 } from './1764000000015-router-sync';
import { RouterGroups1764000000016 } from './1764000000016-router-groups';
import { RouterImport1764000000017 } from './1764000000017-router-import';
import { Catalogue1764000000020 } from './1764000000020-catalogue';
import { SubscriptionLife1764000000021 } from './1764000000021-subscription-life';
import { Documents1764000000022 } from './1764000000022-documents';
import { Dunning1764000000023 } from './1764000000023-dunning';
import { BillingFiles1764000000024 } from './1764000000024-billing-files';
import { CatalogueInRuns1764000000025 } from './1764000000025-catalogue-in-runs';
import { PaymentReversals1764000000027 } from './1764000000027-payment-reversals';
import { BillingTicks1764000000028 } from './1764000000028-billing-ticks';
import { PaymentCore1764000000029 } from './1764000000029-payment-core';
import { Reconciliation1764000000030 } from './1764000000030-reconciliation';
import { PayPage1764000000031 } from './1764000000031-pay-page';
import { Collectors1764000000032 } from './1764000000032-collectors';
import { Months1764000000034 } from './1764000000034-months';
import { Access1764000000035 } from './1764000000035-access';
import { Hotspot1764000000036 } from './1764000000036-hotspot';
import { Vouchers1764000000037 } from './1764000000037-vouchers';
import { StaticLines1764000000038 } from './1764000000038-static-lines';
import { Resellers1764000000039 } from './1764000000039-resellers';
import { PaymentGaps1764000000041 } from './1764000000041-payment-gaps';
import { VoucherLists1764000000042 } from './1764000000042-voucher-lists';
import { AccessForAll1764000000043 } from './1764000000043-access-for-all';
import { UnclearMoney1764000000048 } from './1764000000048-unclear-money';
import { CompleteDocuments1764000000049 } from './1764000000049-complete-documents';
import { StableClock1764000000050 } from './1764000000050-stable-clock';

/** Every migration of the product, oldest first. A landed migration is never edited; its `down` takes it back exactly. */
export const migrations = [
  Platform1764000000001,
  Iam1764000000002,
  Mikrotik1764000000003,
  Customers1764000000004,
  Billing1764000000005,
  Payments1764000000006,
  Pppoe1764000000007,
  Scopes1764000000008,
  SignIn1764000000009,
  Audit1764000000010,
  Integrators1764000000011,
  RouterTransports1764000000012,
  RouterRegistry1764000000013,
  AlertsAndHealth1764000000014,
  RouterSync1764000000015,
  RouterGroups1764000000016,
  RouterImport1764000000017,
  Catalogue1764000000020,
  SubscriptionLife1764000000021,
  Documents1764000000022,
  Dunning1764000000023,
  BillingFiles1764000000024,
  CatalogueInRuns1764000000025,
  PaymentReversals1764000000027,
  BillingTicks1764000000028,
  PaymentCore1764000000029,
  Reconciliation1764000000030,
  PayPage1764000000031,
  Collectors1764000000032,
  Months1764000000034,
  Access1764000000035,
  Hotspot1764000000036,
  Vouchers1764000000037,
  StaticLines1764000000038,
  Resellers1764000000039,
  PaymentGaps1764000000041,
  VoucherLists1764000000042,
  AccessForAll1764000000043,
  UnclearMoney1764000000048,
  CompleteDocuments1764000000049,
  StableClock1764000000050,
] as const;
