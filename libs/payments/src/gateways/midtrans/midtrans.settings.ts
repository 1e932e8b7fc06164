import { BASE_URL, type SettingsSchema } from '../settings-schema';
import { SOURCE_SETTINGS } from '../source-addresses';

/** What an account at Midtrans needs. */
export const MIDTRANS_SETTINGS: SettingsSchema = [
  { key: 'serverKey', kind: 'secret', required: true, label: { id: 'Server key', en: 'Server key' } },
  {
    key: 'merchantId',
    kind: 'text',
    required: false,
    maxLength: 50,
    label: { id: 'Merchant ID', en: 'Merchant ID' },
    help: {
      id: 'Bila diisi, notifikasi merchant lain ditolak.',
      en: 'When set, notices of other merchants are refused.',
    },
  },
  {
    key: 'confirmStatus',
    kind: 'flag',
    required: false,
    default: false,
    label: { id: 'Tanyakan status sebelum dibukukan', en: 'Ask for the status before booking' },
  },
  ...SOURCE_SETTINGS,
  BASE_URL,
];
