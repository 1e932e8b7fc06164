import { Injectable } from '@nestjs/common';
import { QRIS_LIMIT, toDynamicQris } from '../../domain/qris/qris';
import { type CheckoutRequest, type CheckoutResult } from '../checkout';
import { type GatewayCredentials, textSetting } from '../gateway-credentials';
import { rejected } from '../http/outcomes';
import { type GatewayCapabilities } from '../payment-gateway';
import { type SettingsSchema } from '../settings-schema';
import { OFFLINE, OfflineGateway } from './offline-gateway';

/**
 * The merchant's static QRIS with the amount filled in (payments.md 11). Nobody reports its payments: a bank mutation with a
 * unique amount or a proof has to.
 */
@Injectable()
export class QrisStaticGateway extends OfflineGateway {
  readonly code = 'qris-static';
  readonly title = 'QRIS statis';
  readonly settingsSchema: SettingsSchema = [
    {
      key: 'payload',
      kind: 'text',
      required: true,
      maxLength: 512,
      label: { id: 'Isi QRIS statis', en: 'Content of the static QRIS' },
      help: { id: 'Teks hasil pindai, diawali 000201.', en: 'The scanned text, beginning with 000201.' },
    },
  ];
  readonly capabilities: GatewayCapabilities = {
    ...OFFLINE,
    confirmedBy: 'mutation',
    minAmount: 1n,
    maxAmount: QRIS_LIMIT,
    currencies: ['IDR'],
    onlyChannel: { code: 'QRIS', name: 'QRIS', kind: 'qris' },
  };

  protected instruct(account: GatewayCredentials, { amount }: CheckoutRequest): CheckoutResult {
    const qris = toDynamicQris(textSetting(account, 'payload'), amount.amount);
    if (!qris.ok) return rejected('INVALID_REQUEST', `QRIS: ${qris.error}`);
    return {
      outcome: 'created',
      providerRef: null,
      qrString: qris.value,
      instructions: [
        {
          id: 'Pindai dengan aplikasi bank atau dompet digital; jumlah sudah terisi.',
          en: 'Scan with a bank or wallet app; the amount is filled in.',
        },
        {
          id: 'Pembayaran ini tidak dilaporkan otomatis: simpan atau kirim bukti bayar.',
          en: 'This payment is not reported by itself: keep or send the proof.',
        },
      ],
    };
  }
}
