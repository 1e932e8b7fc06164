import { IsInt, Max, Min, Validate } from 'class-validator';
import { Env } from '../config/env.decorator';
import { IsNetwork, IsPortRange } from './network-validators';

/** Where the product may connect to when somebody types in an address (billing.md S1). */
export class OutboundConfig {
  @Env('OUTBOUND_ALLOWED_NETWORKS', {
    description: 'Networks besides the public internet that webhooks and gateways may be in, CIDR separated by commas.',
    example: '10.20.0.0/24',
  })
  @Validate(IsNetwork, { each: true })
  allowedNetworks: string[] = [];

  @Env('OUTBOUND_PORTS', { description: 'Ports and ranges that outgoing HTTP may use, separated by commas.' })
  @Validate(IsPortRange, { each: true })
  ports: string[] = ['443', '8443'];

  @Env('OUTBOUND_ALLOW_HTTP', { description: 'Also http:// without TLS. For tests and closed networks.' })
  allowHttp: boolean = false;

  @Env('OUTBOUND_TIMEOUT_MS', { description: 'Longest outgoing HTTP exchange, from the name lookup to the last byte.' })
  @IsInt()
  @Min(100)
  @Max(60_000)
  timeoutMs: number = 10_000;

  @Env('OUTBOUND_MAX_RESPONSE_BYTES', { description: 'Most bytes that are read of an answer; the rest is cut off.' })
  @IsInt()
  @Min(1_024)
  @Max(16_777_216)
  maxResponseBytes: number = 262_144;
}
