import { IsInt, Max, Min, Validate } from 'class-validator';
import { Env, IsNetwork } from '@app/platform';

/** How routers are protected, and what of it is remembered. */
export class RouterSecurityConfig {
  @Env('ROUTER_OWN_ADDRESSES', {
    description:
      'Addresses or networks (CIDR, separated by commas) from which this installation reaches routers; access scripts restrict the router to them.',
    example: '10.9.0.2/32',
  })
  @Validate(IsNetwork, { each: true })
  ownAddresses: string[] = [];

  @Env('ROUTER_PASSWORD_MAX_AGE_DAYS', {
    description: 'Passwords of our router users are changed by themselves when they are older than this; 0 = never.',
  })
  @IsInt()
  @Min(0)
  @Max(3_650)
  passwordMaxAgeDays: number = 0;

  @Env('ROUTER_COMMAND_LOG_DAYS', { description: 'Days for which commands that changed routers are remembered.' })
  @IsInt()
  @Min(1)
  @Max(3_650)
  commandLogDays: number = 400;
}
