import { PdfRenderer } from '@app/platform';
import { AccountBookRepository } from './repositories/cash-book/account-book.repository';
import { CashClosingRepository } from './repositories/cash-book/cash-closing.repository';
import { CashDeskRepository } from './repositories/cash-book/cash-desk.repository';
import { CashEntryRepository } from './repositories/cash-book/cash-entry.repository';
import { DayReportRepository } from './repositories/cash-book/day-report.repository';
import { ArrearsRepository } from './repositories/collectors/arrears.repository';
import { CollectorPaymentRepository } from './repositories/collectors/collector-payment.repository';
import { CollectorScope } from './repositories/collectors/collector-scope';
import { CollectorRepository } from './repositories/collectors/collector.repository';
import { CollectorCommissionRepository } from './repositories/remittances/collector-commission.repository';
import { RemittanceRepository } from './repositories/remittances/remittance.repository';
import { CashBook } from './services/cash-book/cash-book.service';
import { CashClosings } from './services/cash-book/cash-closings.service';
import { CashDeskGuard } from './services/cash-book/cash-desk-guard';
import { CashDesks } from './services/cash-book/cash-desks.service';
import { CashDrawer } from './services/cash-book/cash-drawer.service';
import { CashEntries } from './services/cash-book/cash-entries.service';
import { AccessHolds } from './services/collectors/access-holds.service';
import { Arrears } from './services/collectors/arrears.service';
import { CollectPayment } from './services/collectors/collect-payment.service';
import { CollectedMoneyService } from './services/collectors/collected-money.service';
import { CollectionPolicy } from './services/collectors/collection-policy.service';
import { Collections } from './services/collectors/collections.service';
import { CollectorCash } from './services/collectors/collector-cash.service';
import { CollectorsPersonalData } from './services/collectors/collectors.personal-data';
import { CollectorsProof } from './services/collectors/collectors.proof';
import { CollectorsService } from './services/collectors/collectors.service';
import { CollectorCommissions } from './services/remittances/collector-commissions.service';
import { RemittanceDecisions } from './services/remittances/remittance-decisions.service';
import { RemittanceReader } from './services/remittances/remittance-reader.service';
import { Remittances } from './services/remittances/remittances.service';

/** What routes, jobs and other libs use of collectors and the cash book. */
export const COLLECTOR_EXPORTS = [
  Arrears,
  CashBook,
  CashClosings,
  CashDesks,
  CashDrawer,
  CashEntries,
  CollectPayment,
  Collections,
  CollectorCash,
  CollectorCommissions,
  CollectorsService,
  RemittanceDecisions,
  Remittances,
];

/** Collectors, remittances, cash desks and closings. */
export const COLLECTOR_PROVIDERS = [
  ...COLLECTOR_EXPORTS,
  AccessHolds,
  AccountBookRepository,
  ArrearsRepository,
  CashClosingRepository,
  CashDeskGuard,
  CashDeskRepository,
  CashEntryRepository,
  CollectedMoneyService,
  CollectorCommissionRepository,
  CollectorPaymentRepository,
  CollectorRepository,
  CollectorScope,
  CollectorsPersonalData,
  CollectorsProof,
  DayReportRepository,
  PdfRenderer,
  CollectionPolicy,
  RemittanceReader,
  RemittanceRepository,
];
