import { type RowError, type RowProblem } from '@app/billing';
import { durationSeconds } from '../domain/hotspot-reading';
import { expiryOf } from '../domain/validity';
import { VOUCHER_STATES, type VoucherState } from '../domain/voucher-state';
import { bytesOf, momentOf } from './list-values';
import { type VoucherList } from './voucher-lists';

/** A package as lists name it. */
export interface NamedPackage {
  id: string;
  validityMinutes: number | null;
  uptimeLimitSeconds: bigint | null;
  dataLimitBytes: bigint | null;
  costAmount: bigint;
  priceAmount: bigint;
  currency: string;
}

/** What is known of the names in a list. */
export interface VoucherFacts {
  format: VoucherList;
  now: Date;
  timeZone: string;
  /** Read from a router by ourselves: its members stand beside its vouchers. */
  fromRouter: boolean;
  /** By code, by name and by what the list is said to call them, in small letters. */
  packages: ReadonlyMap<string, NamedPackage>;
  /** Codes of vouchers, and whether they are of the site of the list. */
  codes: ReadonlyMap<string, boolean>;
  /** Log-in names of members of the site. */
  names: ReadonlySet<string>;
}

/** A voucher of another system that can become ours. */
export interface OldVoucher {
  code: string;
  pack: NamedPackage;
  state: VoucherState;
  validityMinutes: number | null;
  validUntil: Date | null;
  uptimeLimitSeconds: bigint | null;
  dataLimitBytes: bigint | null;
  costAmount: bigint;
  priceAmount: bigint;
  firstLoginAt: Date | null;
  expiresAt: Date | null;
  endedAt: Date | null;
  usedSeconds: bigint;
  usedBytes: bigint;
}

/** What became of a row; `old` for one that is right. */
export interface CheckedVoucher {
  state: 'VALID' | 'SKIPPED' | 'FAILED';
  errors: RowError[];
  old: OldVoucher | null;
}

type Raw = Readonly<Record<string, string>>;
type Problem = RowProblem | keyof typeof VOUCHER_PROBLEMS;

/** What can be wrong with a row of a voucher list, besides what can be with any. */
export const VOUCHER_PROBLEMS = {
  CODE_OF_MEMBER: { id: 'nama ini dipakai akun pelanggan', en: 'is the log-in name of a member' },
  CODE_ELSEWHERE: { id: 'kode sudah ada di lokasi lain', en: 'is the code of a voucher of another site' },
  PACKAGE_UNKNOWN: { id: 'paket hotspot tidak ada di lokasi ini', en: 'is no hotspot package of the site' },
  STATE_UNKNOWN: { id: 'status tidak dikenal', en: 'is no state of a voucher' },
  MOMENT_INVALID: { id: 'bukan waktu seperti 2026-11-22 08:00', en: 'is not a time such as 2026-11-22 08:00' },
  NUMBER_INVALID: { id: 'bukan bilangan bulat', en: 'is not a whole number' },
  LIMIT_INVALID: { id: 'bukan batas seperti 1h atau 500M', en: 'is not a limit such as 1h or 500M' },
  EXISTS: { id: 'voucher ini sudah ada, dilewati', en: 'is there already and is left out' },
  NOT_A_VOUCHER: { id: 'bukan voucher, dilewati', en: 'is not a voucher and is left out' },
  DISABLED: { id: 'nonaktif di router, dilewati', en: 'is disabled on the router and is left out' },
} as const;

/** Codes that a router takes for a user name and people can type. */
const CODE = /^[A-Za-z0-9][A-Za-z0-9_.@-]{1,62}$/;

const STATE_WORDS: Readonly<Record<string, VoucherState>> = {
  ...Object.fromEntries(VOUCHER_STATES.map((state) => [state.toLowerCase(), state])),
  ...({ tersedia: 'AVAILABLE', unused: 'AVAILABLE', terjual: 'SOLD', aktif: 'ACTIVE' } as const),
  ...({ terpakai: 'USED', habis: 'USED', kedaluwarsa: 'EXPIRED', batal: 'VOID' } as const),
};

/** Looks at one row. Pure: the same row and facts give the same answer. */
export function checkVoucher(raw: Raw, facts: VoucherFacts): CheckedVoucher {
  const skipped = reasonToSkip(raw, facts);
  if (skipped) return { state: 'SKIPPED', errors: [{ column: null, code: skipped }], old: null };
  const check = new VoucherCheck(raw, facts);
  const old = check.voucher();
  if (check.errors.length > 0 || !old) return { state: 'FAILED', errors: check.errors, old: null };
  return { state: 'VALID', errors: [], old };
}

function reasonToSkip(raw: Raw, facts: VoucherFacts): Problem | undefined {
  const { code = '', kind = 'Hotspot' } = raw;
  if (facts.codes.get(code) === true) return 'EXISTS';
  if (facts.format === 'MIKHMON_VOUCHERS') return reasonOfMikhmon(raw, facts);
  return facts.format === 'PHPNUXBILL_VOUCHERS' && kind.toLowerCase() !== 'hotspot' ? 'NOT_A_VOUCHER' : undefined;
}

function reasonOfMikhmon({ comment = '', disabled = '' }: Raw, facts: VoucherFacts): Problem | undefined {
  if (['true', 'yes'].includes(disabled)) return 'DISABLED';
  const marked = /^(vc|up)-/i.test(comment) || momentOf(comment, facts.timeZone) !== undefined;
  return facts.fromRouter && !marked ? 'NOT_A_VOUCHER' : undefined;
}

/** What a list says of the life of a voucher. */
interface Life {
  state: VoucherState;
  firstLoginAt?: Date | undefined;
  expiresAt?: Date | undefined;
}

type Lived = Pick<OldVoucher, 'state' | 'firstLoginAt' | 'expiresAt' | 'endedAt'>;

class VoucherCheck {
  readonly errors: RowError[] = [];

  constructor(
    private readonly raw: Raw,
    private readonly facts: VoucherFacts,
  ) {}

  voucher(): OldVoucher | null {
    const code = this.code();
    const pack = this.pack();
    if (!pack) return null;
    const terms = {
      validityMinutes: this.whole('validityMinutes') ?? pack.validityMinutes,
      validUntil: this.moment('validUntil') ?? null,
      uptimeLimitSeconds: this.limit('uptimeSeconds', 'timeLimit') ?? pack.uptimeLimitSeconds,
      dataLimitBytes: this.limit('dataBytes', 'dataLimit') ?? pack.dataLimitBytes,
      costAmount: this.units('cost') ?? pack.costAmount,
      priceAmount: this.units('price') ?? pack.priceAmount,
    };
    const life = this.life(pack, terms.uptimeLimitSeconds);
    return { code, pack, ...terms, ...this.lived(life, terms), ...this.used(life.state) };
  }

  private code(): string {
    const code = this.cell('code');
    const { codes, names } = this.facts;
    if (code === '') this.fail('code', 'MISSING');
    else if (!CODE.test(code)) this.fail('code', 'CODE_INVALID');
    else if (codes.has(code)) this.fail('code', 'CODE_ELSEWHERE');
    else if (names.has(code)) this.fail('code', 'CODE_OF_MEMBER');
    return code;
  }

  private pack(): NamedPackage | undefined {
    const column = this.cell('plan') === '' ? 'profile' : 'plan';
    const name = this.cell(column);
    const found = this.facts.packages.get(name.toLowerCase());
    if (name === '') this.fail(column, 'MISSING');
    else if (!found) this.fail(column, 'PACKAGE_UNKNOWN');
    return found;
  }

  private life(pack: NamedPackage, uptimeLimit: bigint | null): Life {
    const { format, timeZone } = this.facts;
    if (format === 'MIKHMON_VOUCHERS') return mikhmonLife(this.raw, { timeZone, uptimeLimit });
    if (format === 'PHPNUXBILL_VOUCHERS') return this.phpNuxBillLife(pack);
    const word = this.cell('status').toLowerCase();
    const state = word === '' ? 'AVAILABLE' : STATE_WORDS[word];
    if (!state) this.fail('status', 'STATE_UNKNOWN');
    const expiresAt = this.moment('expires');
    return { state: state ?? 'AVAILABLE', firstLoginAt: this.moment('firstLogin'), expiresAt };
  }

  /** A code of PHPNuxBill is a user name only where it was used as one; else it has filled up somebody's account. */
  private phpNuxBillLife({ validityMinutes }: NamedPackage): Life {
    const { status = '', user = '' } = this.raw;
    if (!['0', '1'].includes(status)) this.fail('status', 'STATE_UNKNOWN');
    if (status !== '1') return { state: 'AVAILABLE' };
    const firstLoginAt = this.moment('usedOn');
    const isItself = user === this.cell('code') && firstLoginAt !== undefined && validityMinutes !== null;
    return { state: isItself ? 'ACTIVE' : 'USED', firstLoginAt };
  }

  /** First login and end are kept; what the list does not say begins now, so that nobody's time gets shorter. */
  private lived(life: Life, terms: Pick<OldVoucher, 'validityMinutes' | 'validUntil'>): Lived {
    const { now } = this.facts;
    if (life.state === 'ACTIVE') return livedSince(life, terms, now);
    const { state, firstLoginAt = null, expiresAt = null } = life;
    if (state !== 'AVAILABLE' && state !== 'SOLD') return { state, firstLoginAt, expiresAt, endedAt: expiresAt ?? now };
    const { validUntil } = terms;
    const unused = { firstLoginAt: null, expiresAt: null };
    const isOver = validUntil !== null && validUntil <= now;
    return isOver ? { ...unused, state: 'EXPIRED', endedAt: validUntil } : { ...unused, state, endedAt: null };
  }

  /** why: what a router counts itself is counted when it is read; only where nobody reads it any more the list says it */
  private used(state: VoucherState): Pick<OldVoucher, 'usedSeconds' | 'usedBytes'> {
    const { format } = this.facts;
    if (format === 'OWN_VOUCHERS') {
      return { usedSeconds: this.units('usedSeconds') ?? 0n, usedBytes: this.units('usedBytes') ?? 0n };
    }
    if (state === 'AVAILABLE' || state === 'ACTIVE') return { usedSeconds: 0n, usedBytes: 0n };
    const { uptime = '', bytesIn = '0', bytesOut = '0' } = this.raw;
    const usedBytes = (bytesOf(bytesIn) ?? 0n) + (bytesOf(bytesOut) ?? 0n);
    return { usedSeconds: BigInt(durationSeconds(uptime) ?? 0), usedBytes };
  }

  private moment(field: string): Date | undefined {
    const text = this.cell(field);
    if (text === '') return undefined;
    const at = momentOf(text, this.facts.timeZone);
    if (!at) this.fail(field, 'MOMENT_INVALID');
    return at;
  }

  private limit(own: string, mikhmon: 'timeLimit' | 'dataLimit'): bigint | undefined {
    if (this.facts.format === 'OWN_VOUCHERS') return this.units(own);
    const text = this.cell(mikhmon);
    if (text === '' || text === '0' || text === '0s') return undefined;
    const seconds = mikhmon === 'timeLimit' ? durationSeconds(text) : undefined;
    const limit = mikhmon === 'timeLimit' ? seconds && BigInt(seconds) : bytesOf(text);
    if (limit === undefined) this.fail(mikhmon, 'LIMIT_INVALID');
    return limit === 0 ? undefined : limit;
  }

  private whole(field: string): number | undefined {
    const units = this.units(field);
    if (units !== undefined && units > 5_256_000n) this.fail(field, 'NUMBER_INVALID');
    return units === undefined ? undefined : Number(units);
  }

  private units(field: string): bigint | undefined {
    const text = this.cell(field);
    if (text === '') return undefined;
    if (!/^\d{1,15}$/.test(text)) {
      this.fail(field, 'NUMBER_INVALID');
      return undefined;
    }
    return BigInt(text);
  }

  private cell(field: string): string {
    return this.raw[field] ?? '';
  }

  private fail(column: string, code: Problem): void {
    this.errors.push({ column, code });
  }
}

function livedSince(
  { firstLoginAt, expiresAt }: Life,
  { validityMinutes, validUntil }: Pick<OldVoucher, 'validityMinutes' | 'validUntil'>,
  now: Date,
): Lived {
  const bought = (validityMinutes ?? 0) * 60_000;
  const first = firstLoginAt ?? (expiresAt && bought > 0 ? new Date(expiresAt.getTime() - bought) : now);
  const end = expiresAt ?? expiryOf({ minutes: validityMinutes, until: validUntil }, first);
  const seen = first < now ? first : now;
  if (end !== null && end <= now) return { state: 'EXPIRED', firstLoginAt: seen, expiresAt: end, endedAt: end };
  return { state: 'ACTIVE', firstLoginAt: seen, expiresAt: end, endedAt: null };
}

/**
 * Mikhmon writes the end of a voucher into its comment when it is first used (`oct/22/2026 08:00:00`), and an end of one
 * second of uptime when it is over and only told so.
 */
function mikhmonLife(
  { comment = '', uptime = '' }: Raw,
  { timeZone, uptimeLimit }: { timeZone: string; uptimeLimit: bigint | null },
): Life {
  const expiresAt = momentOf(comment, timeZone);
  const seconds = BigInt(durationSeconds(uptime) ?? 0);
  if (uptimeLimit === 1n) return { state: 'EXPIRED', expiresAt };
  if (uptimeLimit !== null && seconds >= uptimeLimit) return { state: 'USED', expiresAt };
  if (expiresAt || seconds > 0n) return { state: 'ACTIVE', expiresAt };
  return { state: 'AVAILABLE' };
}
