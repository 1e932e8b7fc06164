import { Module } from '@nestjs/common';
import { CustomersModule } from './customers.module';
import { AreasController } from './http/areas.controller';
import { CustomersController } from './http/customers.controller';
import { PersonalDataController } from './http/personal-data.controller';
import { ResellersController } from './http/resellers.controller';

/** The routes of customers. */
@Module({
  imports: [CustomersModule],
  controllers: [AreasController, CustomersController, PersonalDataController, ResellersController],
})
export class CustomersHttpModule {}
