import { Injectable } from '@nestjs/common';
import { type CheckoutResult } from '../checkout';
import { type GatewayCredentials, textSetting } from '../gateway-credentials';
import { type GatewayCapabilities } from '../payment-gateway';
import { type SettingsSchema } from '../settings-schema';
import { OFFLINE, OfflineGateway } from './offline-gateway';

const DEFAULT = {
  id: 'Bayar tunai di kantor atau kepada kolektor kami.',
  en: 'Pay in cash at the office or to our collector.',
};

/** Cash at the office or to a collector: recorded by the person who takes it. */
@Injectable()
export class ManualGateway extends OfflineGateway {
  readonly code = 'manual';
  readonly title = 'Tunai / manual';
  readonly settingsSchema: SettingsSchema = [
    {
      key: 'instructionsId',
      kind: 'text',
      required: false,
      maxLength: 500,
      label: { id: 'Petunjuk (Indonesia)', en: 'Instructions (Indonesian)' },
    },
    {
      key: 'instructionsEn',
      kind: 'text',
      required: false,
      maxLength: 500,
      label: { id: 'Petunjuk (Inggris)', en: 'Instructions (English)' },
    },
  ];
  readonly capabilities: GatewayCapabilities = {
    ...OFFLINE,
    confirmedBy: 'person',
    minAmount: 1n,
    currencies: ['IDR', 'USD', 'JPY'],
    onlyChannel: { code: 'CASH', name: 'Tunai', kind: 'cash' },
  };

  protected instruct(account: GatewayCredentials): CheckoutResult {
    const id = textSetting(account, 'instructionsId') || DEFAULT.id;
    const en = textSetting(account, 'instructionsEn') || DEFAULT.en;
    return { outcome: 'created', providerRef: null, instructions: [{ id, en }] };
  }
}
