import { readStatement } from './read-statement';
import { STATEMENT_PRESETS } from '../../domain/bank/statement-presets';

const read = (bank: string, text: string) => {
  const mapping = STATEMENT_PRESETS[bank];
  if (!mapping) throw new Error(bank);
  return readStatement(Buffer.from(text), mapping, 'IDR');
};

describe('statements of banks', () => {
  it('reads BCA: header below an address, CR and DB behind the amount', () => {
    const text = `No. rekening : ,'0123456789\nNama : ,BUDI\nTanggal Transaksi,Keterangan,Cabang,Jumlah,Saldo
22/11/2026,"TRSF E-BANKING CR  2211/FTSCY/WS95031 SITI",0000,"150,123.00 CR","1,000,000.00"
22/11/2026,BIAYA ADM,0000,"15,000.00 DB","985,000.00"
Saldo Awal : ,"850,000.00"`;
    expect(read('BCA', text)).toEqual({
      ok: true,
      value: {
        unreadable: [],
        lines: [
          {
            ...{ bookedOn: '2026-11-22', direction: 'CREDIT', amount: 150_123n },
            description: 'TRSF E-BANKING CR  2211/FTSCY/WS95031 SITI',
          },
          { bookedOn: '2026-11-22', direction: 'DEBIT', amount: 15_000n, description: 'BIAYA ADM' },
        ],
      },
    });
  });

  it.each([
    ['MANDIRI', 'Tanggal;Keterangan;Debit;Kredit;Saldo\n22-11-26;MCM INHOUSETRF;0,00;150.123,00;1'],
    ['BRI', 'TGL_TRAN,DESK_TRAN,MUTASI_DEBET,MUTASI_KREDIT\n2026-11-22 07:01:11,BRIMO,0.00,150123.00'],
    ['BNI', 'Tanggal Transaksi\tUraian Transaksi\tTipe\tNominal\n22 Nov 2026\tTRANSFER DARI\tCr\t150.123'],
    ['OTHER', 'date,description,amount\n22/11/2026,x,+150123'],
  ])('reads %s', (bank, text) => {
    expect(read(bank, text)).toMatchObject({
      ok: true,
      value: { unreadable: [], lines: [{ bookedOn: '2026-11-22', direction: 'CREDIT', amount: 150_123n }] },
    });
  });

  it('names lines that make no sense, and books none of them', () => {
    const text = 'date,description,amount\n31/02/2026,x,5\n22/11/2026,y,1.2.3\n22/11/2026,z,10.50\n,,\n22/11/2026,ok,7';
    expect(read('OTHER', text)).toMatchObject({
      ok: true,
      value: { unreadable: [2, 3, 4], lines: [{ amount: 7n }] },
    });
  });

  it('refuses what is no statement', () => {
    expect(read('BCA', 'a,b\n1,2')).toEqual({ ok: false, error: 'NO_HEADER' });
    expect(read('BCA', '')).toEqual({ ok: false, error: 'NO_HEADER' });
  });
});
