import { BASE_URL, type SettingsSchema } from '../settings-schema';
import { SOURCE_SETTINGS } from '../source-addresses';

/** What an account at Stripe needs. */
export const STRIPE_SETTINGS: SettingsSchema = [
  { key: 'secretKey', kind: 'secret', required: true, label: { id: 'Secret key', en: 'Secret key' } },
  {
    key: 'webhookSecret',
    kind: 'secret',
    required: true,
    label: { id: 'Signing secret webhook (whsec_…)', en: 'Signing secret of the webhook (whsec_…)' },
  },
  {
    key: 'stripeAccount',
    kind: 'text',
    required: false,
    maxLength: 64,
    label: { id: 'Akun terhubung (acct_…)', en: 'Connected account (acct_…)' },
    help: { id: 'Hanya untuk Stripe Connect.', en: 'Only for Stripe Connect.' },
  },
  ...SOURCE_SETTINGS,
  BASE_URL,
];
