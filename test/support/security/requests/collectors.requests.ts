import { uuidv7 } from '@app/core';
import { IDR, VERSION, at, edit, gone, listOf, type OperationRequest, plain, shortListOf } from './operation-request';

const codeOf = (unique: string): string => `C${unique.toUpperCase().replace(/[^A-Z0-9]/g, '')}`.slice(0, 16);
const deskDay: OperationRequest = { query: ({ cashDesk }) => ({ deskId: cashDesk }) };
const REFUSED = { body: () => ({ ...VERSION, note: 'A test of access' }) };

/** Collectors, remittances, the cash book, closings. */
export const collectors: Record<string, OperationRequest> = {
  listCollectors: listOf('collector'),
  createCollector: { body: ({ site, user }, unique) => ({ siteId: site, userId: user, code: codeOf(unique) }) },
  getCollector: at('collector'),
  updateCollector: edit('collector', { acceptsPartial: true }),
  listCollectorArrears: at('collector'),
  getCollectorStatement: at('collector'),
  getCollectorCommission: at('collector'),
  payCollector: at('collector', { body: () => ({ amount: IDR('1') }) }),
  listCollections: listOf('collection'),
  voidCollection: {
    params: { paymentId: 'collection' },
    body: () => ({ reason: 'A test of access' }),
    consumes: true,
  },
  reviewCollection: { params: { paymentId: 'collection' } },
  getMyCollector: plain,
  listMyArrears: plain,
  saveMyStop: { params: { customerId: 'customer' }, body: () => ({ routeNo: 1 }) },
  collectPayment: {
    body: ({ customer }) => ({ clientId: uuidv7(), customerId: customer, amount: IDR('1000'), method: 'CASH' }),
  },
  listMyCollections: plain,
  getMyStatement: plain,
  listRemittances: listOf('remittance'),
  declareRemittance: { body: ({ collector }) => ({ collectorId: collector, declared: IDR('1000') }) },
  getRemittance: at('remittance'),
  countRemittance: gone('remittance', { body: () => ({ ...VERSION, counted: IDR('1000') }) }),
  approveRemittance: gone('remittance', { body: () => VERSION }),
  rejectRemittance: gone('remittance', REFUSED),
  getCashBook: deskDay,
  listCashEntries: listOf('cashEntry'),
  createCashEntry: {
    body: ({ cashDesk }) => ({ deskId: cashDesk, category: 'OFFICE', amount: IDR('1000'), description: 'Kertas' }),
  },
  getCashEntry: at('cashEntry'),
  approveCashEntry: gone('cashEntry', { body: () => VERSION }),
  rejectCashEntry: gone('cashEntry', REFUSED),
  getCashDay: deskDay,
  closeCashDay: { body: ({ cashDesk }) => ({ deskId: cashDesk, day: '2026-01-01' }), consumes: true },
  getCashDayCsv: deskDay,
  getCashDayPdf: deskDay,
  listCashDesks: shortListOf('cashDesk'),
  createCashDesk: { body: ({ site }, unique) => ({ siteId: site, code: codeOf(unique), name: 'Kas' }) },
  listCashCategories: plain,
  createCashCategory: { body: (_, unique) => ({ code: codeOf(unique), direction: 'OUT', name: 'Test' }) },
  listCashClosings: listOf('cashClosing'),
  openShift: { body: ({ cashDesk }) => ({ deskId: cashDesk }) },
  getMyShift: plain,
  getCashClosing: at('cashClosing'),
  closeShift: gone('cashClosing', { body: () => ({ ...VERSION, denominations: [] }) }),
  approveShift: gone('cashClosing', { body: () => VERSION }),
  printCashClosing: at('cashClosing'),
};
