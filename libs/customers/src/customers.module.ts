import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SitesModule } from '@app/iam';
import { Customer } from './entities/customer.entity';
import { CustomersRepository } from './repositories/customers.repository';
import { CustomersService } from './services/customers.service';
import './customers.permissions';

/** Customers for other libs and for every process. */
@Module({
  imports: [SitesModule, TypeOrmModule.forFeature([Customer])],
  providers: [CustomersRepository, CustomersService],
  exports: [CustomersService],
})
export class CustomersModule {}
