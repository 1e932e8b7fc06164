import { Injectable } from '@nestjs/common';
import { ContributesPersonalData, PersonalDataContributor } from '@app/customers';
import { StaticLineRepository } from './static-line.repository';

/** The customer's static lines (billing.md E4). */
@Injectable()
@ContributesPersonalData()
export class StaticLinesPersonalData extends PersonalDataContributor {
  readonly part = 'staticLines';

  constructor(private readonly lines: StaticLineRepository) {
    super();
  }

  async export(customerId: string): Promise<readonly object[]> {
    return this.lines.personalData(customerId);
  }
}
