import { Module } from '@nestjs/common';
import { CustomersModule } from './customers.module';
import { CustomersController } from './http/customers.controller';

/** The routes of customers. */
@Module({ imports: [CustomersModule], controllers: [CustomersController] })
export class CustomersHttpModule {}
