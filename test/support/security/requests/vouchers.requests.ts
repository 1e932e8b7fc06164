import { at, edit, gone, listOf, type OperationRequest } from './operation-request';

const STYLE = { prefix: 'W', length: 9, alphabet: 'MIXED', passwordMode: 'SAME' };
const RATES = { downloadKbps: 2_048, uploadKbps: 1_024 };
const voucher = (code: 'voucher' | 'soldVoucher' | 'activeVoucher', more: OperationRequest = {}): OperationRequest => ({
  ...{ params: { code }, consumes: true },
  ...more,
});

/** Packages, batches, vouchers, and the shop that everybody may use. Codes of vouchers are their ids here. */
export const vouchers: Record<string, OperationRequest> = {
  listHotspotProfiles: listOf('hotspotProfile'),
  getHotspotProfile: at('hotspotProfile'),
  createHotspotProfile: { body: ({ site }, unique) => ({ siteId: site, code: unique, name: 'Harian', ...RATES }) },
  updateHotspotProfile: edit('hotspotProfile', { name: 'Harian 2' }),
  deleteHotspotProfile: gone('hotspotProfile'),
  listVoucherBatches: listOf('voucherBatch'),
  getVoucherBatch: at('voucherBatch'),
  createVoucherBatch: {
    body: ({ hotspotProfile }, name) => ({ profileId: hotspotProfile, name, quantity: 1, style: STYLE }),
  },
  voidVoucherBatch: gone('voucherBatch', { body: () => ({ reason: 'salah harga' }) }),
  importVouchers: { query: ({ site }) => ({ siteId: site, dryRun: 'true' }) },
  importVouchersFromRouter: { body: ({ router }) => ({ routerId: router, dryRun: true }) },
  downloadVoucherListTemplate: {},
  listVoucherImports: listOf('voucherImport'),
  getVoucherImport: at('voucherImport'),
  listVoucherImportRows: at('voucherImport'),
  downloadFailedVoucherRows: at('voucherImport'),
  confirmVoucherImport: gone('voucherImport'),
  cancelVoucherImport: at('voucherImport'),
  listVouchers: listOf('voucher'),
  getVoucher: { params: { code: 'voucher' } },
  sellVoucher: voucher('voucher', { body: () => ({}) }),
  returnVoucher: voucher('soldVoucher'),
  redeemVoucher: voucher('voucher'),
  voidVoucher: voucher('voucher', { body: () => ({ reason: 'hilang' }) }),
  extendVoucher: voucher('activeVoucher', { body: () => ({ minutes: 60 }) }),
  regenerateVoucher: voucher('voucher'),
  getVoucherProfit: { query: ({ site }) => ({ siteId: site, from: '2026-01-01', to: '2026-01-31' }) },
  listVoucherReturns: listOf('voucherReturn'),
  decideVoucherReturn: gone('voucherReturn', { body: () => ({ action: 'KEEP', reason: 'sudah lama dipakai' }) }),
  listShopOrders: listOf('shopOrder'),
  getShopOrder: at('shopOrder'),
  shareShopOrder: at('shopOrder', { body: () => ({}) }),
  createVoucherOrder: {
    body: () => ({ siteCode: 'NONE', profileId: '01890000-0000-7000-8000-000000000000', phone: '081234567890' }),
  },
  getVoucherOrder: { params: { token: '=x' } },
  showShop: { params: { site: '=NONE' } },
  orderInShop: { params: { site: '=NONE' } },
  showShopOrder: { params: { site: '=NONE', token: '=x' } },
  readShopStatus: { params: { site: '=NONE', token: '=x' } },
  payShopOrder: { params: { site: '=NONE', token: '=x' } },
  refreshShopOrder: { params: { site: '=NONE', token: '=x' } },
};
