import { MoneyDto } from '@app/platform';
import { type Charge } from '../../repositories/catalogue/charge.repository';
import { type DiscountGrant } from '../../repositories/catalogue/discount-grant.repository';
import { type DiscountOffer } from '../../repositories/catalogue/discount.repository';
import { type Product, type ProductPriceRow } from '../../repositories/catalogue/product.repository';
import { type ChargeDto } from './dto/charge.dto';
import { type DiscountDto, type DiscountGrantDto } from './dto/discount.dto';
import { type ProductDto, type ProductPriceDto } from './dto/product.dto';

export function presentProduct({ priceAmount, currency, ...product }: Product): ProductDto {
  return { ...product, price: priceAmount === null || currency === null ? null : MoneyDto.from(priceAmount, currency) };
}

export function presentProductPrice({ priceAmount, currency, validFrom }: ProductPriceRow): ProductPriceDto {
  return { price: MoneyDto.from(priceAmount, currency), validFrom };
}

export function presentCharge(charge: Charge): ChargeDto {
  const { id, siteId, customerId, subscriptionId, productId, kind, sourceKey, description, quantity } = charge;
  const { taxCode, state, billAfter, invoiceId, createdBy, createdAt } = charge;
  return {
    ...{ id, siteId, customerId, subscriptionId, productId, kind, sourceKey, description, quantity },
    ...{ taxCode, state, billAfter, invoiceId, createdBy, createdAt },
    unitPrice: MoneyDto.from(charge.unitPriceAmount, charge.currency),
  };
}

export function presentDiscount({ fixedAmount, currency, ...discount }: DiscountOffer): DiscountDto {
  return { ...discount, amount: fixedAmount === null ? null : MoneyDto.from(fixedAmount, currency) };
}

export function presentGrant(grant: DiscountGrant): DiscountGrantDto {
  const { id, discountId, code, name, subscriptionId, periodsLeft, grantedBy, grantedAt, endedAt } = grant;
  return { id, discountId, code, name, subscriptionId, periodsLeft, grantedBy, grantedAt, endedAt };
}
