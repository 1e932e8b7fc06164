import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { type Component } from '../../domain/charges/component';
import { NO_TAX } from '../../domain/tax/tax-code';
import { type Product, ProductRepository } from '../../repositories/catalogue/product.repository';
import { type ServiceInHand } from './service-in-hand';

/** Products as what a service pays for each period. */
@Injectable()
export class BillableProducts {
  constructor(private readonly products: ProductRepository) {}

  /** In the tax of today for who pays. */
  async component(
    addOn: { addOnId: string; product: Product; quantity: number; startsOn: LocalDate },
    { planning, account, today }: Pick<ServiceInHand, 'planning' | 'account' | 'today'>,
  ): Promise<Component> {
    const { addOnId, product, quantity, startsOn: from } = addOn;
    const asked = { ...NO_TAX, code: product.taxCode };
    const prices = (await this.products.prices(product.id)).map(({ validFrom, priceAmount, currency }) => ({
      ...{ validFrom, currency, amount: priceAmount },
    }));
    return {
      ...{ chargeCode: `ADD_ON:${addOnId}`, kind: 'ADD_ON', productId: product.id, description: product.name },
      ...{ revenueAccount: product.revenueAccount, quantity, prices, from },
      taxRule: planning.taxFor?.(asked, account, today) ?? asked,
    };
  }
}
