import { readDay, readMoney } from './read-cells';
import { readReport } from './read-report';
import { columnsOf, missingColumn } from './report-columns';

describe('cells of a report', () => {
  it.each([
    ['150000', 150_000n],
    ['150.000', 150_000n],
    ['150,000', 150_000n],
    ['Rp 150.000,00', 150_000n],
    ['IDR 1,150,000.00', 1_150_000n],
    ['-2.500', -2_500n],
    ['(2,500)', -2_500n],
    ['1050.35', 1_050n],
    ['1050.50', 1_051n],
    ['-0.50', -1n],
    ['0', 0n],
  ])('reads %s', (text, amount) => {
    expect(readMoney(text, 0)).toBe(amount);
  });
  it('keeps the cents of a currency that has them', () => {
    expect(readMoney('1,050.35', 2)).toBe(105_035n);
    expect(readMoney('7', 2)).toBe(700n);
  });
  it.each(['', 'abc', '1.2.3', '1,50,000', '=1+1', '1e5', '12.3456'])('refuses %p', (text) => {
    expect(readMoney(text, 0)).toBeUndefined();
  });
  it('reads days, the day before the month', () => {
    expect(readDay('2026-11-22 08:30:00')).toBe('2026-11-22');
    expect(readDay('2/11/2026 08:30')).toBe('2026-11-02');
    expect(readDay('22-11-2026')).toBe('2026-11-22');
    expect(readDay('2026-13-01')).toBeUndefined();
    expect(readDay('22 Nov')).toBeUndefined();
  });
});

describe('columns of a report', () => {
  it('finds those of the gateways, and what the caller maps', () => {
    const duitku = [
      'Merchant Order ID',
      'Reference',
      'Payment Method',
      'Amount',
      'Fee',
      'Settlement Amount',
      'Settlement Date',
    ];
    expect(columnsOf('duitku', duitku)).toEqual({
      ...{ orderId: 0, providerRef: 1, channel: 2, gross: 3, fee: 4, net: 5, settledOn: 6 },
    });
    const midtrans = ['Order ID', 'Transaction ID', 'Gross Amount', 'MDR Fee', 'Net Amount', 'Transaction Time'];
    expect(columnsOf('midtrans', midtrans)).toMatchObject({
      orderId: 0,
      providerRef: 1,
      gross: 2,
      fee: 3,
      net: 4,
      paidOn: 5,
    });
    expect(columnsOf('tripay', ['merchant_ref', 'Bruto'], { gross: 'Bruto' })).toEqual({ orderId: 0, gross: 1 });
    expect(missingColumn(columnsOf('xendit', ['Name', 'Amount']))).toBe('orderId');
    expect(missingColumn(columnsOf('xendit', ['Reference ID', 'Note']))).toBe('gross');
  });
});

describe('lines of a report', () => {
  const columns = columnsOf('duitku', [
    'merchant order id',
    'reference',
    'type',
    'amount',
    'fee',
    'net amount',
    'settlement date',
  ]);
  const read = (...rows: string[][]) => readReport(rows, columns, 0);

  it('understands payments, refunds, chargebacks and payouts', () => {
    const { rows, bad } = read(
      ['A-1', 'R1', '', '150000', '4000', '146000', '2026-11-22'],
      ['A-1', 'R1', 'Refund', '50000', '', '', ''],
      ['A-2', 'R2', 'Chargeback', '-70.000', '', '', ''],
      ['', 'P1', 'Withdrawal', '1.000.000', '', '', '23/11/2026'],
    );
    expect(bad).toEqual([]);
    expect(rows.map(({ kind, gross, fee, net }) => [kind, gross, fee, net])).toEqual([
      ['PAYMENT', 150_000n, 4_000n, 146_000n],
      ['REFUND', -50_000n, 0n, -50_000n],
      ['CHARGEBACK', -70_000n, 0n, -70_000n],
      ['PAYOUT', 1_000_000n, 0n, 1_000_000n],
    ]);
  });
  it('works the fee out where only the net is told, and takes negative fees as costs', () => {
    const { rows } = read(['A', '', '', '150000', '', '146000', ''], ['B', '', '', '150000', '-4.000', '', '']);
    expect(rows.map(({ fee, net }) => [fee, net])).toEqual([
      [4_000n, 146_000n],
      [4_000n, 146_000n],
    ]);
  });
  it('tells which cell is to blame', () => {
    const { rows, bad } = read(
      ['A', '', '', 'x', '', '', ''],
      ['', '', '', '1', '', '', ''],
      ['A', '', '', '1', '', '', '??'],
    );
    expect(rows).toEqual([]);
    expect(bad).toEqual([
      { rowNo: 2, field: 'gross', text: 'x' },
      { rowNo: 3, field: 'orderId', text: '' },
      { rowNo: 4, field: 'settledOn', text: '??' },
    ]);
  });
  it('names the fact, so that every report of it has the same key', () => {
    const first = read(['A', 'R', '', '150000', '4000', '', '2026-11-22']).rows[0];
    const again = read(['B', '', '', '1', '', '', ''], ['A', 'R', '', '150000', '4000', '', '2026-11-23']).rows[1];
    expect(again?.key).toBe(first?.key);
    const two = read(['A', 'R', 'refund', '5', '', '', ''], ['A', 'R', 'refund', '5', '', '', '']).rows;
    expect(new Set(two.map(({ key }) => key)).size).toBe(2);
  });
});
