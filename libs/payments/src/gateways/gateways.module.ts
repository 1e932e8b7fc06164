import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DuitkuGateway } from './duitku/duitku.gateway';
import { Gateways } from './gateways';
import { GatewayHttp } from './http/gateway-http';
import { MidtransGateway } from './midtrans/midtrans.gateway';
import { ManualGateway } from './offline/manual.gateway';
import { QrisStaticGateway } from './offline/qris-static.gateway';
import { UniqueTransferGateway } from './offline/unique-transfer.gateway';
import { StripeGateway } from './stripe/stripe.gateway';
import { TripayGateway } from './tripay/tripay.gateway';
import { XenditGateway } from './xendit/xendit.gateway';

/** The gateways and their registry. A gateway of one's own is one more provider here or in a module of one's own. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    Gateways,
    GatewayHttp,
    DuitkuGateway,
    MidtransGateway,
    XenditGateway,
    TripayGateway,
    StripeGateway,
    ManualGateway,
    UniqueTransferGateway,
    QrisStaticGateway,
  ],
  exports: [Gateways],
})
export class GatewaysModule {}
