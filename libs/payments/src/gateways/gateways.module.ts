import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Gateways } from './gateways';

/** The gateways and their registry. */
@Module({ imports: [DiscoveryModule], providers: [Gateways], exports: [Gateways] })
export class GatewaysModule {}
