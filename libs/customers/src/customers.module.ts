import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SitesModule } from '@app/iam';
import { Customer } from './entities/customer.entity';
import { PersonalDataService } from './personal-data/personal-data.service';
import { AreasRepository } from './repositories/areas.repository';
import { CustomersRepository } from './repositories/customers.repository';
import { ResellersRepository } from './repositories/resellers.repository';
import { AreasService } from './services/areas.service';
import { CustomerPlacesService } from './services/customer-places.service';
import { CustomersService } from './services/customers.service';
import { ResellersService } from './services/resellers.service';
import './customers.permissions';

/** Customers for other libs and for every process. */
@Module({
  imports: [DiscoveryModule, SitesModule, TypeOrmModule.forFeature([Customer])],
  providers: [
    AreasRepository,
    CustomersRepository,
    ResellersRepository,
    AreasService,
    CustomerPlacesService,
    CustomersService,
    PersonalDataService,
    ResellersService,
  ],
  exports: [AreasService, CustomersService, PersonalDataService, ResellersService],
})
export class CustomersModule {}
