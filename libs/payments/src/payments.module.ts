import { Module } from '@nestjs/common';
import { BillingModule } from '@app/billing';
import { CustomersModule } from '@app/customers';
import { ApprovalsModule, SitesModule } from '@app/iam';
import { DiscoveryModule } from '@nestjs/core';
import { GatewaysModule } from './gateways';
import { ATTEMPT_EXPORTS, ATTEMPT_PROVIDERS } from './attempts.providers';
import { COLLECTOR_EXPORTS, COLLECTOR_PROVIDERS } from './collectors.providers';
import { BANK_EXPORTS, BANK_PROVIDERS } from './bank.providers';
import { CONTROL_EXPORTS, CONTROL_PROVIDERS } from './control.providers';
import { PAY_PAGE_EXPORTS, PAY_PAGE_PROVIDERS } from './pay-page.providers';
import { PaymentRepository } from './repositories/payment.repository';
import { PaymentReversalRepository } from './repositories/payment-reversal.repository';
import { AnonymousPayments } from './services/anonymous-payments.service';
import { PaymentJournal } from './services/payment-journal.service';
import { PaymentPolicyService } from './services/payment-policy.service';
import { PaymentsPersonalData } from './services/payments.personal-data';
import { PaymentsProof } from './services/payments.proof';
import { PaymentsService } from './services/payments.service';
import { RecordPaymentService } from './services/record-payment.service';
import { ReversalBooks } from './services/reversal-books.service';
import { ReversePaymentService } from './services/reverse-payment.service';
import { WritePayment } from './services/write-payment.service';

/** Payments for other libs and for every process. */
@Module({
  imports: [ApprovalsModule, SitesModule, CustomersModule, BillingModule, DiscoveryModule, GatewaysModule],
  providers: [
    AnonymousPayments,
    PaymentJournal,
    PaymentRepository,
    PaymentReversalRepository,
    PaymentPolicyService,
    PaymentsPersonalData,
    PaymentsProof,
    PaymentsService,
    RecordPaymentService,
    ReversalBooks,
    ReversePaymentService,
    WritePayment,
    ...ATTEMPT_PROVIDERS,
    ...COLLECTOR_PROVIDERS,
    ...BANK_PROVIDERS,
    ...PAY_PAGE_PROVIDERS,
    ...CONTROL_PROVIDERS,
  ],
  exports: [
    GatewaysModule,
    PaymentsService,
    RecordPaymentService,
    ReversePaymentService,
    WritePayment,
    ...ATTEMPT_EXPORTS,
    ...COLLECTOR_EXPORTS,
    ...BANK_EXPORTS,
    ...PAY_PAGE_EXPORTS,
    ...CONTROL_EXPORTS,
  ],
})
export class PaymentsModule {}
