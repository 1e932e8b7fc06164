import { Module } from '@nestjs/common';
import { BillingModule } from '@app/billing';
import { CustomersModule } from '@app/customers';
import { ApprovalsModule, SitesModule } from '@app/iam';
import { GatewaysModule } from './gateways';
import { PaymentRepository } from './repositories/payment.repository';
import { PaymentReversalRepository } from './repositories/payment-reversal.repository';
import { PaymentJournal } from './services/payment-journal.service';
import { PaymentPolicyService } from './services/payment-policy.service';
import { PaymentsPersonalData } from './services/payments.personal-data';
import { PaymentsProof } from './services/payments.proof';
import { PaymentsService } from './services/payments.service';
import { RecordPaymentService } from './services/record-payment.service';
import { ReversePaymentService } from './services/reverse-payment.service';
import { WritePayment } from './services/write-payment.service';

/** Payments for other libs and for every process. */
@Module({
  imports: [ApprovalsModule, SitesModule, CustomersModule, BillingModule, GatewaysModule],
  providers: [
    PaymentJournal,
    PaymentRepository,
    PaymentReversalRepository,
    PaymentPolicyService,
    PaymentsPersonalData,
    PaymentsProof,
    PaymentsService,
    RecordPaymentService,
    ReversePaymentService,
    WritePayment,
  ],
  exports: [GatewaysModule, PaymentsService, RecordPaymentService, ReversePaymentService],
})
export class PaymentsModule {}
