import { type Language } from '@app/core';
import { type Customer } from '@app/customers';
import { csvLine, type CsvValue } from '@app/platform';
import { type CustomerListFacts } from '../../repositories/customers/customer-list.repository';

type Column = readonly [
  names: Readonly<Record<Language, string>>,
  value: (customer: Customer, facts: CustomerListFacts | undefined) => CsvValue,
];

/** Columns of a list of customers; money in booking units, moments in ISO 8601. Those that an import knows are called so. */
const COLUMNS: readonly Column[] = [
  [{ id: 'kode', en: 'code' }, (one) => one.code],
  [{ id: 'nama', en: 'name' }, (one) => one.name],
  [{ id: 'telepon', en: 'phone' }, (one) => one.phone],
  [{ id: 'email', en: 'email' }, (one) => one.email],
  [{ id: 'alamat', en: 'address' }, (one) => one.address],
  [{ id: 'lokasi', en: 'site' }, (_, facts) => facts?.site],
  [{ id: 'area', en: 'area' }, (_, facts) => facts?.area],
  [{ id: 'reseller', en: 'reseller' }, (_, facts) => facts?.reseller],
  [{ id: 'zona waktu', en: 'time zone' }, (one) => one.timeZone],
  [{ id: 'status', en: 'status' }, (one) => one.status],
  [{ id: 'paket', en: 'plan' }, (_, facts) => facts?.plans],
  [{ id: 'terisolir', en: 'isolated' }, (_, facts) => facts?.isolated],
  [{ id: 'tagihan', en: 'due' }, (_, facts) => facts?.dueAmount],
  [{ id: 'tunggakan', en: 'overdue' }, (_, facts) => facts?.overdueAmount],
  [{ id: 'deposit', en: 'deposit' }, (_, facts) => facts?.depositAmount],
  [{ id: 'mata uang', en: 'currency' }, (_, facts) => facts?.currency],
  [{ id: 'dibuat', en: 'created' }, (one) => one.createdAt],
];

export const customerListHead = (language: Language): string => csvLine(COLUMNS.map(([names]) => names[language]));

export const customerListLine = (customer: Customer, facts: CustomerListFacts | undefined): string =>
  csvLine(COLUMNS.map(([, value]) => value(customer, facts)));
