import { type Language } from '@app/core';
import { MoneyDto } from '@app/platform';
import { type AccountChannel, isForbiddenSurcharge } from '../../domain/accounts/channel';
import { type GatewayAccount } from '../../domain/accounts/gateway-account';
import { type GatewayField, type PaymentGateway } from '../../gateways';
import { type ChannelPatch } from '../../repositories/accounts/gateway-channel.repository';
import { type MaskedAccount } from '../../services/accounts/gateway-accounts.service';
import { type GatewayChannelDto, type UpdateGatewayChannelDto } from './dto/channel.dto';
import {
  type GatewayAccountDetailDto,
  type GatewayAccountDto,
  type GatewayFieldDto,
  type GatewayFormDto,
} from './dto/gateway.dto';

const QRIS_SURCHARGE = {
  id: 'Bank Indonesia melarang membebankan MDR QRIS kepada pembayar.',
  en: 'Bank Indonesia forbids to charge the payer the discount rate of QRIS.',
} as const;

/** An account as the API shows it. */
export function presentAccount(account: GatewayAccount): GatewayAccountDto {
  const { id, code, gateway, siteId, name, environment, settings, cashAccount, status, currency, priority } = account;
  const { channelsRefreshedAt, previousUntil, version, createdAt, updatedAt, minAmount, maxAmount } = account;
  return {
    ...{ id, code, gateway, siteId, name, environment, settings, cashAccount, status, currency, priority },
    ...{ channelsRefreshedAt, previousUntil, version, createdAt, updatedAt },
    minAmount: MoneyDto.from(minAmount, currency),
    maxAmount: maxAmount === null ? null : MoneyDto.from(maxAmount, currency),
  };
}

export function presentAccountDetail(
  account: MaskedAccount,
  more: { callbackUrl: string; health: string },
): GatewayAccountDetailDto {
  return Object.assign(presentAccount(account), { secretKeys: account.secretKeys, ...more });
}

/** A channel with what is doubtful about it. */
export function presentChannel(channel: AccountChannel, language: Language): GatewayChannelDto {
  const { currency, name, kind, enabled, offered, feePercentBp, bearer, updatedAt } = channel;
  return {
    ...{ channel: channel.channel, name, kind, enabled, offered, feePercentBp, bearer, updatedAt },
    feeFlat: MoneyDto.from(channel.feeFlat, currency),
    minAmount: MoneyDto.from(channel.minAmount, currency),
    maxAmount: channel.maxAmount === null ? null : MoneyDto.from(channel.maxAmount, currency),
    warnings: isForbiddenSurcharge(channel) ? [QRIS_SURCHARGE[language]] : [],
  };
}

/** The change that a body asks for; amounts in the currency of the account. */
export function toChannelPatch(body: UpdateGatewayChannelDto): ChannelPatch {
  const { feeFlat, minAmount, maxAmount, ...rest } = body;
  return {
    ...rest,
    ...(feeFlat === undefined ? {} : { feeFlat: BigInt(feeFlat.amount) }),
    ...(minAmount === undefined ? {} : { minAmount: BigInt(minAmount.amount) }),
    ...(maxAmount === undefined ? {} : { maxAmount: maxAmount === null ? null : BigInt(maxAmount.amount) }),
  };
}

/** The form of a gateway in one language. */
export function presentForm(gateway: PaymentGateway, language: Language): GatewayFormDto {
  const { currencies, refund, confirmedBy } = gateway.capabilities;
  return {
    ...{ gateway: gateway.code, title: gateway.title, currencies: [...currencies], refund, confirmedBy },
    fields: gateway.settingsSchema.map((field) => presentField(field, language)),
  };
}

function presentField(field: GatewayField, language: Language): GatewayFieldDto {
  const { key, kind, required, label, help, choices = [] } = field;
  return {
    ...{ key, kind, required, label: label[language], help: help?.[language] ?? null, default: field.default ?? null },
    choices: choices.map(({ value, label: text }) => ({ value, label: text[language] })),
  };
}
