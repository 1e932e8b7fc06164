import { ApiProperty } from '@nestjs/swagger';

/** How the process is. */
export class HealthDto {
  @ApiProperty({
    enum: ['ok', 'degraded', 'error'],
    description: '`degraded`: it serves, but something outside (a router, a gateway) is away.',
  })
  status: string;

  @ApiProperty({
    selfRequired: false,
    type: 'object',
    additionalProperties: true,
    description: 'Per indicator: `status` up or down; with the permission `system:read` also its details.',
  })
  checks?: Readonly<Record<string, unknown>>;
}
