import { type Customer } from '../entities/customer.entity';
import { type CustomerDto } from './dto/customer.dto';

export function presentCustomer(customer: Customer): CustomerDto {
  const { id, siteId, code, name, phone, email, address, timeZone, status, version, createdAt, updatedAt } = customer;
  return { id, siteId, code, name, phone, email, address, timeZone, status, version, createdAt, updatedAt };
}
