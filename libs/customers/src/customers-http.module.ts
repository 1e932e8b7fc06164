import { Module } from '@nestjs/common';
import { CustomersModule } from './customers.module';
import { AreasController } from './http/areas.controller';
import { CustomersController } from './http/customers.controller';
import { ResellersController } from './http/resellers.controller';

/** The routes of customers. */
@Module({ imports: [CustomersModule], controllers: [AreasController, CustomersController, ResellersController] })
export class CustomersHttpModule {}
