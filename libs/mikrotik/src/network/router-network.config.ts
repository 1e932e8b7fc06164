import { Validate } from 'class-validator';
import { Env, IsNetwork, IsPortRange } from '@app/platform';

/** Where routers may be: the product opens connections to addresses that operators type in. */
export class RouterNetworkConfig {
  @Env('ROUTER_ALLOWED_NETWORKS', {
    description:
      'Networks in which routers may be, CIDR separated by commas. Loopback is added in tests and the demo only.',
    example: '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7',
  })
  @Validate(IsNetwork, { each: true })
  allowed: string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

  @Env('ROUTER_ALLOWED_PORTS', {
    description: 'Ports and ranges at which routers may be reached, separated by commas.',
  })
  @Validate(IsPortRange, { each: true })
  ports: string[] = ['443', '8700-8799', '10000-65535'];

  @Env('ROUTER_PLAIN_ALLOWED', {
    description:
      'In production: may routers that are marked so be reached without TLS? Their password then crosses the network in clear.',
  })
  plainAllowed: boolean = false;
}
