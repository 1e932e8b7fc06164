import { type Customer } from '../entities/customer.entity';
import { type CustomerDto } from './dto/customer.dto';

export function presentCustomer(customer: Customer): CustomerDto {
  const { id, siteId, areaId, resellerId, code, name, phone, email, address, timeZone } = customer;
  const { status, version, createdAt, updatedAt } = customer;
  const about = { code, name, phone, email, address, timeZone };
  return { id, siteId, areaId, resellerId, ...about, status, version, createdAt, updatedAt };
}
