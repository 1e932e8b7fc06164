import { at, edit, gone, IDR, listOf, type OperationRequest, plain } from './operation-request';

const RATE = { num: 11, den: 100 };

export const catalogue: Record<string, OperationRequest> = {
  setPlanProducts: at('plan', {
    body: ({ product }) => ({ version: 1, products: [{ productId: product, quantity: 1 }] }),
  }),
  listProducts: listOf('product'),
  getProduct: at('product'),
  createProduct: {
    body: ({ site }, unique) => ({ siteId: site, code: unique, name: 'Product', kind: 'ONE_OFF', price: IDR('50000') }),
  },
  updateProduct: edit('product', { name: 'Product' }),
  listProductPrices: at('product'),
  addProductPrice: at('product', { body: () => ({ price: IDR('60000'), validFrom: '2098-01-01' }) }),
  listCharges: listOf('charge'),
  getCharge: at('charge'),
  createCharge: {
    body: ({ customer }) => ({ customerId: customer, description: 'Visit', unitPrice: IDR('50000') }),
  },
  cancelCharge: gone('charge'),
  listDiscounts: listOf('discount'),
  getDiscount: at('discount'),
  createDiscount: {
    body: ({ site }, unique) => ({
      ...{ siteId: site, code: unique, name: 'Discount' },
      ...{ scope: 'LINE', percentBp: 500, duration: 'ONCE' },
    }),
  },
  updateDiscount: edit('discount', { name: 'Discount' }),
  listDiscountGrants: at('subscription'),
  redeemDiscount: at('subscription', { body: ({ discount }) => ({ code: discount.replaceAll('-', '') }) }),
  revokeDiscount: gone('subscription', { params: { id: 'subscription', grantId: 'grant' } }),
  listTaxCodes: plain,
  getTaxCode: { params: { code: '=PPN' } },
  createTaxCode: {
    body: (_, unique) => ({ code: unique, name: 'Tax', inclusive: false, rate: RATE }),
  },
  updateTaxCode: { params: { code: '=PPN' }, body: () => ({ version: 1, name: 'PPN' }) },
  addTaxRate: { params: { code: '=PPN' }, body: () => ({ ...RATE, validFrom: '2098-01-01' }) },
  listHolidays: { lists: 'holiday', query: () => ({ from: '1990-01-01', to: '1990-12-31' }) },
  createHoliday: { body: ({ site }) => ({ siteId: site, day: '2026-12-25', name: 'Holiday' }) },
  deleteHoliday: gone('holiday'),
};
