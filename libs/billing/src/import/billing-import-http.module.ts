import { Module } from '@nestjs/common';
import { BillingImportModule } from './billing-import.module';
import { CustomerImportsController } from './http/customer-imports.controller';

/** The REST side of imports. */
@Module({ imports: [BillingImportModule], controllers: [CustomerImportsController] })
export class BillingImportHttpModule {}
