import { Validate, ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { Env } from '@app/platform';
import { parseNetwork } from './networks';

@ValidatorConstraint({ name: 'isNetwork' })
class IsNetwork implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseNetwork(value) !== undefined;
  }

  defaultMessage(): string {
    return 'every entry must be a network such as 10.0.0.0/8 or fc00::/7';
  }
}

/** Where routers may be: the product opens connections to addresses that operators type in. */
export class RouterNetworkConfig {
  @Env('ROUTER_ALLOWED_NETWORKS', {
    description:
      'Networks in which routers may be, CIDR separated by commas. Loopback is added in tests and the demo only.',
    example: '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7',
  })
  @Validate(IsNetwork, { each: true })
  allowed: string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
}
