import { VERSION, listOf, at, edit, gone, plain, type OperationRequest } from './operation-request';

export const customers: Record<string, OperationRequest> = {
  listAreas: listOf('area'),
  getArea: at('area'),
  createArea: { body: ({ site }, unique) => ({ siteId: site, name: unique }) },
  updateArea: at('area', { body: (_, unique) => ({ ...VERSION, name: unique }) }),
  deleteArea: at('area'),
  listResellers: listOf('reseller'),
  getReseller: at('reseller'),
  createReseller: { body: ({ site }, unique) => ({ siteId: site, name: unique }) },
  updateReseller: at('reseller', { body: (_, unique) => ({ ...VERSION, name: unique }) }),
  listCustomers: listOf('customer'),
  getCustomer: at('customer'),
  createCustomer: {
    body: ({ site, area, reseller }) => ({ siteId: site, name: 'Siti', areaId: area, resellerId: reseller }),
  },
  updateCustomer: edit('customer', { name: 'Siti' }),
  archiveCustomer: gone('customer', { body: () => VERSION }),
  exportCustomer: at('customer'),
  exportCustomers: plain,
  getCustomerTimeline: at('customer'),
  anonymizeCustomer: gone('customer', { body: () => VERSION }),
};
