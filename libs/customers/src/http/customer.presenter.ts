import { type Actor } from '@app/platform';
import { shownTo } from '../domain/sees-personal';
import { type Customer } from '../entities/customer.entity';
import { type PersonalData } from '../personal-data/personal-data.service';
import { type CustomerDto } from './dto/customer.dto';
import { type PersonalDataDto } from './dto/personal-data.dto';

/** Customers as this actor may see them: without `customer:read-personal` telephone and e-mail are masked. */
export function customerPresenter(actor: Actor): (customer: Customer) => CustomerDto {
  const shown = shownTo(actor);
  return (customer) => presentCustomer(shown(customer));
}

export function presentPersonalData({ exportedAt, customer, parts }: PersonalData): PersonalDataDto {
  const rows = Object.entries(parts).map(([part, items]): [string, object[]] => [part, [...items]]);
  return { exportedAt, customer: presentCustomer(customer), parts: Object.fromEntries(rows) };
}

function presentCustomer(customer: Customer): CustomerDto {
  const { id, siteId, areaId, resellerId, code, name, phone, email, address, timeZone } = customer;
  const { status, anonymizedAt, version, createdAt, updatedAt } = customer;
  const about = { code, name, phone, email, address, timeZone };
  return { id, siteId, areaId, resellerId, ...about, status, anonymizedAt, version, createdAt, updatedAt };
}
