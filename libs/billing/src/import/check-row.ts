import { addDays, clampedDate, type LocalDate, partsOf } from '@app/core';
import { normalisePhone } from '@app/customers';
import { amountOf, dayOf } from './cell-values';
import { type ImportField, type ImportRowState, type RawRow } from './import-format';
import { type RowError, type RowProblem } from './row-problems';

/** A plan as rows name it. */
export interface NamedPlan {
  id: string;
  /** Services can be taken over to it. */
  adoptable: boolean;
  /** Another one that is on sale has the same name. */
  ambiguous: boolean;
}

/** What the books know about the names in a file. */
export interface ImportFacts {
  format: string;
  /** At the site. */
  today: LocalDate;
  currency: string;
  sharedPhones: boolean;
  /** By code and by name, in small letters. */
  plans: ReadonlyMap<string, NamedPlan>;
  /** By name, in small letters. */
  areas: ReadonlyMap<string, string>;
  takenCodes: ReadonlySet<string>;
  takenPhones: ReadonlySet<string>;
  /** Customers of the site, by code. */
  customers: ReadonlyMap<string, string>;
  /** `<customer> <plan>` of services that are not over. */
  services: ReadonlySet<string>;
}

/** A row that can be carried out. */
export interface ReadyRow {
  code: string | null;
  name: string;
  phone: string | null;
  email: string | null;
  address: string;
  areaId: string | null;
  /** Of a customer that is there already. */
  customerId: string | null;
  service: { planId: string; anchorDay: number; billFrom: LocalDate } | null;
  /** Positive: he owes it; negative: we hold it for him. */
  opening: bigint;
}

/** What became of a row when it was looked at. */
export interface CheckedRow {
  state: Exclude<ImportRowState, 'DONE'>;
  errors: RowError[];
  ready: ReadyRow | null;
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const EMAIL = /^[^\s"@\p{Cc}]+@[^\s"@\p{Cc}]+\.[^\s"@.\p{Cc}]+$/u;
const FIRST_DAY = '2000-01-01';
const DAYS_AHEAD = 366;
const MOST = 1_000_000_000_000n;

/** Looks at one row. Pure: the same row and facts give the same answer. */
export function checkRow(raw: RawRow, facts: ImportFacts): CheckedRow {
  if (isInactive(raw, facts))
    return { state: 'SKIPPED', errors: [{ column: 'status', code: 'INACTIVE' }], ready: null };
  const check = new RowCheck(raw, facts);
  const ready = facts.format === 'PHPNUXBILL_RECHARGES' ? check.recharge() : check.customer();
  if (check.errors.length > 0) return { state: 'FAILED', errors: check.errors, ready: null };
  return { state: 'VALID', errors: [], ready };
}

const isInactive = ({ status, kind }: RawRow, { format }: ImportFacts): boolean =>
  format === 'PHPNUXBILL_RECHARGES' && (status?.toLowerCase() !== 'on' || kind?.toLowerCase() === 'balance');

/** The first day not before today on which a period begins. */
export function nextAnchor(today: LocalDate, anchorDay: number): LocalDate {
  const { year, month } = partsOf(today);
  const here = clampedDate(year, month, anchorDay);
  if (here >= today) return here;
  return month === 12 ? clampedDate(year + 1, 1, anchorDay) : clampedDate(year, month + 1, anchorDay);
}

class RowCheck {
  readonly errors: RowError[] = [];

  constructor(
    private readonly raw: RawRow,
    private readonly facts: ImportFacts,
  ) {}

  customer(): ReadyRow {
    return {
      code: this.code(),
      name: this.text('name', 120, true),
      phone: this.phone(),
      email: this.email(),
      address: this.text('address', 500),
      areaId: this.area(),
      customerId: null,
      service: this.service(),
      opening: this.opening(),
    };
  }

  /** A service of a customer who came with the list of customers. */
  recharge(): ReadyRow {
    const code = this.cell('code');
    const customerId = this.facts.customers.get(code) ?? null;
    if (customerId === null) this.fail('code', 'CODE_UNKNOWN');
    const service = this.service();
    if (customerId !== null && service && this.facts.services.has(`${customerId} ${service.planId}`)) {
      this.fail('plan', 'SERVICE_EXISTS');
    }
    const nothing = { name: '', phone: null, email: null, address: '', areaId: null };
    return { code, ...nothing, customerId, service, opening: 0n };
  }

  private code(): string | null {
    const code = this.cell('code');
    if (code === '') {
      if (this.facts.format !== 'OWN') this.fail('code', 'MISSING');
      return null;
    }
    if (!CODE.test(code)) this.fail('code', 'CODE_INVALID');
    else if (this.facts.takenCodes.has(code)) this.fail('code', 'CODE_TAKEN');
    return code;
  }

  private phone(): string | null {
    const text = this.cell('phone');
    if (text === '') return null;
    const phone = normalisePhone(text);
    if (phone === undefined) this.fail('phone', 'PHONE_INVALID');
    else if (!this.facts.sharedPhones && this.facts.takenPhones.has(phone)) this.fail('phone', 'PHONE_TAKEN');
    return phone ?? null;
  }

  private email(): string | null {
    const email = this.cell('email');
    if (email === '') return null;
    if (email.length > 254 || !EMAIL.test(email)) this.fail('email', 'EMAIL_INVALID');
    return email;
  }

  private area(): string | null {
    const name = this.cell('area');
    if (name === '') return null;
    const id = this.facts.areas.get(name.toLowerCase());
    if (id === undefined) this.fail('area', 'AREA_UNKNOWN');
    return id ?? null;
  }

  private service(): ReadyRow['service'] {
    const name = this.cell('plan');
    const start = this.start();
    const asked = this.anchorDay();
    if (name === '') {
      if (start !== undefined) this.fail('startsOn', 'PLAN_NEEDED');
      if (asked !== undefined) this.fail('anchorDay', 'PLAN_NEEDED');
      return null;
    }
    const { today, format } = this.facts;
    const anchorDay = asked ?? (start === undefined ? 1 : partsOf(start).day);
    // why: an expiry that is over is no period; the service is billed from today on
    const over = format === 'PHPNUXBILL_RECHARGES' ? today : nextAnchor(today, anchorDay);
    return { planId: this.plan(name), anchorDay, billFrom: start !== undefined && start >= today ? start : over };
  }

  private plan(name: string): string {
    const plan = this.facts.plans.get(name.toLowerCase());
    if (!plan) this.fail('plan', 'PLAN_UNKNOWN');
    else if (plan.ambiguous) this.fail('plan', 'PLAN_AMBIGUOUS');
    else if (!plan.adoptable) this.fail('plan', 'PLAN_NOT_ADOPTABLE');
    return plan?.id ?? '';
  }

  private start(): LocalDate | undefined {
    const text = this.cell('startsOn');
    if (text === '') return undefined;
    const day = dayOf(text);
    if (day === undefined) this.fail('startsOn', 'DATE_INVALID');
    else if (day < FIRST_DAY || day > addDays(this.facts.today, DAYS_AHEAD)) this.fail('startsOn', 'DATE_OUT_OF_RANGE');
    return day;
  }

  private anchorDay(): number | undefined {
    const text = this.cell('anchorDay');
    if (text === '') return undefined;
    const day = /^\d{1,2}$/.test(text) ? Number(text) : 0;
    if (day < 1 || day > 31) this.fail('anchorDay', 'ANCHOR_DAY_INVALID');
    return day;
  }

  private opening(): bigint {
    const text = this.cell('openingBalance');
    if (text === '') return 0n;
    const amount = amountOf(text, this.facts.currency);
    if (amount === undefined) this.fail('openingBalance', 'AMOUNT_INVALID');
    else if (amount > MOST || amount < -MOST) this.fail('openingBalance', 'AMOUNT_TOO_LARGE');
    // why: PHPNuxBill's balance is money of the customer
    return this.facts.format === 'PHPNUXBILL_CUSTOMERS' ? -(amount ?? 0n) : (amount ?? 0n);
  }

  private text(field: ImportField, max: number, required = false): string {
    const text = this.cell(field);
    if (required && text === '') this.fail(field, 'MISSING');
    if (text.length > max) this.fail(field, 'TOO_LONG');
    return text;
  }

  private cell(field: ImportField): string {
    return this.raw[field] ?? '';
  }

  private fail(column: ImportField, code: RowProblem): void {
    this.errors.push({ column, code });
  }
}
