import { Injectable } from '@nestjs/common';
import { ContributesPersonalData, PersonalDataContributor } from '@app/customers';
import { ArrearsRepository } from '../../repositories/collectors/arrears.repository';

/** Where collectors find the customer (billing.md E4). */
@Injectable()
@ContributesPersonalData()
export class CollectorsPersonalData extends PersonalDataContributor {
  readonly part = 'collectorStops';

  constructor(private readonly arrears: ArrearsRepository) {
    super();
  }

  async export(customerId: string): Promise<readonly object[]> {
    const place = await this.arrears.place(customerId);
    return place ? [place] : [];
  }

  override async erase(customerId: string): Promise<void> {
    await this.arrears.forget(customerId);
  }
}
