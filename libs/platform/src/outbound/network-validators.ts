import { ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { parseNetwork } from './networks';
import { parsePorts } from './ports';

/** For `@Validate(IsNetwork, { each: true })`: networks in CIDR form. */
@ValidatorConstraint({ name: 'isNetwork' })
export class IsNetwork implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseNetwork(value) !== undefined;
  }

  defaultMessage(): string {
    return 'every entry must be a network such as 10.0.0.0/8 or fc00::/7';
  }
}

/** For `@Validate(IsPortRange, { each: true })`: ports and ranges of ports. */
@ValidatorConstraint({ name: 'isPortRange' })
export class IsPortRange implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parsePorts(value) !== undefined;
  }

  defaultMessage(): string {
    return 'every entry must be a port such as 443 or a range such as 1024-65535';
  }
}
