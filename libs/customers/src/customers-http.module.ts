import { Module } from '@nestjs/common';
import { CustomersModule } from './customers.module';

/** The routes of customers. */
@Module({ imports: [CustomersModule] })
export class CustomersHttpModule {}
