import { type PaymentAttempt } from '@app/payments';
import { MoneyDto } from '@app/platform';
import { type ResellerDeposit, type ResellerMovement, type ResellerPrice, type ResellerWallet } from '../domain/wallet';
import { type SharedSale } from '../services/reseller-sales.service';
import {
  type ResellerDepositDto,
  type ResellerMovementDto,
  type ResellerPriceDto,
  type ResellerWalletDto,
  type SharedVoucherDto,
  type StartedResellerTopUpDto,
} from './dto/reseller-money.dto';

export function presentWallet(wallet: ResellerWallet): ResellerWalletDto {
  const { resellerId, balanceAmount, limitAmount, commissionBps, currency, version } = wallet;
  const [balance, limit] = [MoneyDto.from(balanceAmount, currency), MoneyDto.from(limitAmount, currency)];
  return { resellerId, balance, limit, commissionBps, version };
}

export function presentMovement(movement: ResellerMovement): ResellerMovementDto {
  const { id, kind, refId, amount, balanceAmount, currency, note, createdByName, createdAt } = movement;
  const money = { amount: MoneyDto.from(amount, currency), balance: MoneyDto.from(balanceAmount, currency) };
  return { id, kind, refId, ...money, note, createdByName, createdAt };
}

export function presentDeposit(deposit: ResellerDeposit): ResellerDepositDto {
  const { id, resellerId, amount, currency, method, note, state, requestedByName, createdAt } = deposit;
  const { decidedByName, decidedAt, decisionNote, direction } = deposit;
  return {
    ...{ id, resellerId, amount: MoneyDto.from(amount, currency), method, note, state, requestedByName, createdAt },
    ...{ direction, decidedByName, decidedAt, decisionNote },
  };
}

export function presentTopUp(deposit: ResellerDeposit, attempt: PaymentAttempt): StartedResellerTopUpDto {
  const { id: attemptId, state: attemptState, vaNumber, qrString, payUrl } = attempt;
  const total = MoneyDto.from(attempt.amount, attempt.currency);
  return Object.assign(presentDeposit(deposit), { attemptId, attemptState, total, vaNumber, qrString, payUrl });
}

export function presentPrice(price: ResellerPrice): ResellerPriceDto {
  const { profileId, profileCode, profileName, costAmount, priceAmount, currency } = price;
  const [cost, selling] = [MoneyDto.from(costAmount, currency), MoneyDto.from(priceAmount, currency)];
  return { profileId, profileCode, profileName, cost, price: selling };
}

export function presentSale({ code, password, soldAmount, currency, text, waLink }: SharedSale): SharedVoucherDto {
  return { code, password, sold: MoneyDto.from(soldAmount, currency), text, waLink };
}
