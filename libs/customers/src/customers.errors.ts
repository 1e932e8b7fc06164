import { defineErrors } from '@app/core';

/** Refusals of customers. */
export const CustomersErrors = defineErrors('CUSTOMERS', {
  CODE_TAKEN: {
    kind: 'conflict',
    title: { id: 'Kode pelanggan sudah dipakai', en: 'The customer code is taken' },
    detail: { id: 'Pelanggan lain memakai kode {code}.', en: 'Another customer uses the code {code}.' },
  },
  ARCHIVED: {
    kind: 'conflict',
    title: { id: 'Pelanggan sudah diarsipkan', en: 'The customer is archived' },
  },
});
