import { BASE_URL, type SettingsSchema } from '../settings-schema';
import { SOURCE_SETTINGS } from '../source-addresses';

/** What an account at Tripay needs. */
export const TRIPAY_SETTINGS: SettingsSchema = [
  {
    key: 'merchantCode',
    kind: 'text',
    required: true,
    maxLength: 20,
    label: { id: 'Kode merchant', en: 'Merchant code' },
  },
  { key: 'apiKey', kind: 'secret', required: true, label: { id: 'API key', en: 'API key' } },
  { key: 'privateKey', kind: 'secret', required: true, label: { id: 'Private key', en: 'Private key' } },
  ...SOURCE_SETTINGS,
  BASE_URL,
];
