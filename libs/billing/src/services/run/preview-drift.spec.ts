import { driftOf } from './preview-drift';
import { type PreviewFigures } from './preview-figures';

const figures = (customerCount: number, amount: string): PreviewFigures =>
  ({
    customerCount,
    invoiceCount: customerCount,
    totals: [{ total: { amount, currency: 'IDR' } }],
  }) as unknown as PreviewFigures;

describe('the drift of a preview', () => {
  it('is within the limit up to exactly the limit', () => {
    expect(driftOf(figures(1_000, '100000'), figures(1_010, '101000'), 100)).toBeUndefined();
    expect(driftOf(figures(1_000, '100000'), figures(990, '99000'), 100)).toBeUndefined();
  });

  it('names the first figure that moved too far', () => {
    expect(driftOf(figures(1_000, '100000'), figures(1_011, '100000'), 100)).toEqual({
      ...{ what: 'customers', then: '1000', now: '1011' },
    });
    expect(driftOf(figures(1_000, '100000'), figures(1_000, '98999'), 100)).toMatchObject({
      what: 'IDR',
      now: '98999',
    });
  });

  it('allows nothing where there was nothing, and nothing at all at a limit of zero', () => {
    expect(driftOf(figures(0, '0'), figures(1, '1'), 10_000)).toBeDefined();
    expect(driftOf(figures(10, '1000'), figures(10, '1001'), 0)).toBeDefined();
    expect(driftOf(figures(10, '1000'), figures(10, '1000'), 0)).toBeUndefined();
  });
});
