import { BASE_URL, type SettingsSchema } from '../settings-schema';
import { SOURCE_SETTINGS } from '../source-addresses';

/** What an account at Xendit needs. */
export const XENDIT_SETTINGS: SettingsSchema = [
  { key: 'secretKey', kind: 'secret', required: true, label: { id: 'Secret key', en: 'Secret key' } },
  {
    key: 'callbackToken',
    kind: 'secret',
    required: true,
    label: { id: 'Token verifikasi webhook', en: 'Webhook verification token' },
  },
  {
    key: 'businessId',
    kind: 'text',
    required: false,
    maxLength: 64,
    label: { id: 'Business ID', en: 'Business ID' },
    help: {
      id: 'Bila diisi, notifikasi bisnis lain ditolak.',
      en: 'When set, notices of other businesses are refused.',
    },
  },
  {
    key: 'forUserId',
    kind: 'text',
    required: false,
    maxLength: 64,
    label: { id: 'Sub-akun (for-user-id)', en: 'Sub-account (for-user-id)' },
  },
  ...SOURCE_SETTINGS,
  BASE_URL,
];
