import { commissionOf } from '../collectors/commission';
import { remittanceSums } from './remittance-sums';
import { mayApprove } from './separation';

describe('remittanceSums', () => {
  it.each([
    ['exact', [100n, 0n, 100n], { difference: 0n, surplus: 0n, credited: 100n, shortageAfter: 0n }],
    ['short', [100n, 0n, 90n], { difference: -10n, surplus: 0n, credited: 90n, shortageAfter: 10n }],
    ['pays a shortage', [100n, 10n, 105n], { difference: 5n, surplus: 0n, credited: 105n, shortageAfter: 5n }],
    ['surplus', [100n, 10n, 115n], { difference: 15n, surplus: 5n, credited: 110n, shortageAfter: 0n }],
    ['only a shortage', [0n, 10n, 10n], { difference: 10n, surplus: 0n, credited: 10n, shortageAfter: 0n }],
  ] as const)('%s', (_, [covered, shortage, counted], sums) => {
    expect(remittanceSums({ covered, shortage, counted })).toEqual(sums);
  });
});

describe('Z4: mayApprove', () => {
  const hands = { collectorUserId: 'c', declaredBy: 'c', countedBy: 'k', declared: 100n, counted: 100n };

  it('is never the collector nor who declared', () => {
    expect(mayApprove('c', hands)).toBe(false);
    expect(mayApprove('k', { ...hands, declaredBy: 'k' })).toBe(false);
  });

  it('is who counted, where the collector declared the same', () => {
    expect(mayApprove('k', hands)).toBe(true);
    expect(mayApprove('k', { ...hands, counted: 99n })).toBe(false);
    expect(mayApprove('k', { ...hands, declaredBy: 's' })).toBe(false);
  });

  it('is anybody else', () => {
    expect(mayApprove('s', { ...hands, counted: 99n })).toBe(true);
  });
});

describe('commissionOf', () => {
  it('follows one curve, however the money is split', () => {
    const before = { base: 0n, accrued: 0n };
    const parts = [333n, 333n, 334n].map((base) => {
      const amount = commissionOf(before, base, 500);
      before.base += base;
      before.accrued += amount;
      return amount;
    });
    expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(50n);
  });

  it('is taken back along the same curve', () => {
    expect(commissionOf({ base: 1_000n, accrued: 50n }, -1_000n, 500)).toBe(-50n);
  });
});
