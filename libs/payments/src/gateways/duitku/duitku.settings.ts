import { BASE_URL, type GatewayField, type SettingsSchema } from '../settings-schema';
import { DUITKU_ENDPOINTS, type DuitkuEndpoint, signatureSetting } from './duitku-signatures';
import { SOURCE_SETTINGS } from '../source-addresses';

const NAMES: Readonly<Record<DuitkuEndpoint, string>> = {
  inquiry: 'v2 inquiry',
  pop: 'POP createInvoice',
  callback: 'callback',
  status: 'transactionStatus',
  methods: 'getPaymentMethod',
};

const signature = (endpoint: DuitkuEndpoint): GatewayField => ({
  key: signatureSetting(endpoint),
  kind: 'choice',
  required: false,
  default: 'hmac',
  label: { id: `Tanda tangan ${NAMES[endpoint]}`, en: `Signature of ${NAMES[endpoint]}` },
  help: { id: 'HMAC kecuali Duitku meminta yang lama.', en: 'HMAC unless Duitku asks for the old one.' },
  choices: [
    { value: 'hmac', label: { id: 'HMAC-SHA256', en: 'HMAC-SHA256' } },
    { value: 'legacy', label: { id: 'Lama (MD5/SHA256)', en: 'Old (MD5/SHA256)' } },
  ],
});

/** What an account at Duitku needs. */
export const DUITKU_SETTINGS: SettingsSchema = [
  {
    key: 'merchantCode',
    kind: 'text',
    required: true,
    maxLength: 50,
    label: { id: 'Kode merchant', en: 'Merchant code' },
  },
  { key: 'apiKey', kind: 'secret', required: true, label: { id: 'API key', en: 'API key' } },
  {
    key: 'product',
    kind: 'choice',
    required: false,
    default: 'pop',
    label: { id: 'Produk', en: 'Product' },
    choices: [
      { value: 'pop', label: { id: 'POP (halaman Duitku)', en: 'POP (page of Duitku)' } },
      { value: 'v2', label: { id: 'API v2 (VA dan QR langsung)', en: 'API v2 (VA and QR directly)' } },
    ],
  },
  {
    key: 'fallbackEmail',
    kind: 'text',
    required: false,
    maxLength: 50,
    label: { id: 'Email untuk pelanggan tanpa email', en: 'Email for customers without one' },
  },
  ...DUITKU_ENDPOINTS.map(signature),
  ...SOURCE_SETTINGS,
  BASE_URL,
];
