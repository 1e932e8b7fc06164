import { defineErrors } from '@app/core';

/** Errors of the gateways. What a gateway answered is an outcome, not an error. */
export const GatewayErrors = defineErrors('GATEWAYS', {
  UNSUPPORTED: {
    kind: 'rule',
    title: { id: 'Gateway ini tidak mendukungnya', en: 'This gateway cannot do that' },
    detail: { id: '{gateway}: {operation}.', en: '{gateway}: {operation}.' },
  },
  UNKNOWN_GATEWAY: {
    kind: 'rule',
    title: { id: 'Gateway tidak dikenal', en: 'There is no such gateway' },
    detail: { id: '{gateway}', en: '{gateway}' },
  },
  CHANNELS_UNAVAILABLE: {
    kind: 'unavailable',
    title: { id: 'Daftar kanal pembayaran tidak tersedia', en: 'The list of payment channels is not available' },
    detail: { id: '{gateway}: {cause}.', en: '{gateway}: {cause}.' },
  },
});
