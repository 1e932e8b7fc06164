import { ApiProperty } from '@nestjs/swagger';

/** One mistake inside a request. */
export class ProblemFieldDto {
  @ApiProperty({ example: 'lines[0].amount', description: 'Where the mistake is.' })
  path: string;

  @ApiProperty({ example: 'IS_INT' })
  code: string;

  @ApiProperty({ example: 'must be a whole number', description: 'In words, in the language of the request.' })
  message: string;
}

/** Every failure (RFC 9457). Decide by `code` and `status`; titles and details are for people. */
export class ProblemDto {
  @ApiProperty({ example: '/problems/core-validation-failed' })
  type: string;

  @ApiProperty({ description: 'In Indonesian or English, by Accept-Language.' })
  title: string;

  @ApiProperty({ example: 400 })
  status: number;

  @ApiProperty()
  detail: string;

  @ApiProperty({ example: '/api/v1/invoices', description: 'Path of the request.' })
  instance: string;

  @ApiProperty({ example: 'CORE_VALIDATION_FAILED', description: 'Stable code of this kind of failure.' })
  code: string;

  @ApiProperty({ description: 'Also in X-Request-Id and in the logs.' })
  traceId: string;

  @ApiProperty({ type: [ProblemFieldDto] })
  errors: ProblemFieldDto[];
}
