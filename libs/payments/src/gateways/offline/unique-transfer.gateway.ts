import { Injectable } from '@nestjs/common';
import { formatAmount } from '@app/core';
import { type CheckoutRequest, type CheckoutResult } from '../checkout';
import { type GatewayCredentials, textSetting } from '../gateway-credentials';
import { type GatewayCapabilities } from '../payment-gateway';
import { type SettingsSchema } from '../settings-schema';
import { OFFLINE, OfflineGateway } from './offline-gateway';

/**
 * Bank transfer of an amount that nobody else owes ("kode unik", payments.md 10). The amount of the request carries the
 * reserved code already; what the bank booked confirms it.
 */
@Injectable()
export class UniqueTransferGateway extends OfflineGateway {
  readonly code = 'unique-transfer';
  readonly title = 'Transfer kode unik';
  readonly settingsSchema: SettingsSchema = [
    { key: 'bank', kind: 'text', required: true, maxLength: 40, label: { id: 'Bank', en: 'Bank' } },
    {
      key: 'accountNumber',
      kind: 'text',
      required: true,
      maxLength: 40,
      label: { id: 'Nomor rekening', en: 'Account number' },
    },
    {
      key: 'accountHolder',
      kind: 'text',
      required: true,
      maxLength: 80,
      label: { id: 'Atas nama', en: 'Account holder' },
    },
  ];
  readonly capabilities: GatewayCapabilities = {
    ...OFFLINE,
    confirmedBy: 'mutation',
    minAmount: 1n,
    currencies: ['IDR'],
    onlyChannel: { code: 'TRANSFER', name: 'Transfer bank', kind: 'transfer' },
  };

  protected instruct(account: GatewayCredentials, { amount }: CheckoutRequest): CheckoutResult {
    const [bank, number] = [textSetting(account, 'bank'), textSetting(account, 'accountNumber')];
    const holder = textSetting(account, 'accountHolder');
    const exact = formatAmount(amount.amount, amount.currency);
    return {
      outcome: 'created',
      providerRef: null,
      instructions: [
        {
          id: `Transfer tepat ${exact}, sampai angka terakhir.`,
          en: `Transfer exactly ${exact}, to the last digit.`,
        },
        { id: `${bank} ${number} a.n. ${holder}`, en: `${bank} ${number}, ${holder}` },
        {
          id: 'Angka terakhir adalah kode Anda: jumlah lain tidak dikenali otomatis.',
          en: 'The last digits are your code: another amount is not recognised by itself.',
        },
      ],
    };
  }
}
