import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Min } from 'class-validator';
import { CustomerDto } from './customer.dto';

/** Everything that is kept about one customer, to be handed to him. */
export class PersonalDataDto {
  exportedAt: Date;

  customer: CustomerDto;

  /** By kind: invoices as they were issued, payments, subscriptions, accounts. Amounts are text. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'object', additionalProperties: true } },
  })
  parts: Record<string, object[]>;
}

export class AnonymizeCustomerDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;
}
