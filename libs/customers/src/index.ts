export * from './customers-http.module';
export * from './customers.errors';
export * from './customers.module';
export * from './customers.permissions';
export { CUSTOMER_STATUSES, Customer, type CustomerStatus } from './entities/customer.entity';
export * from './events/customer-changed.event';
export * from './events/customer-created.event';
export { type CustomerFilter, type CustomerSnapshot } from './repositories/customers.repository';
export * from './services/customers.service';
