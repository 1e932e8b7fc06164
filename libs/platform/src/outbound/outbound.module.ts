import { Global, Module } from '@nestjs/common';
import { AddressGuard } from './address-guard';
import { HostResolver, SystemHostResolver } from './host-resolver';
import { OutboundHttp } from './outbound-http';
import { OutboundTargets } from './outbound-target';
import { OwnServices } from './own-services';

/** {@link OutboundHttp} and {@link AddressGuard} for every process. */
@Global()
@Module({
  providers: [
    AddressGuard,
    OutboundHttp,
    OutboundTargets,
    OwnServices,
    { provide: HostResolver, useClass: SystemHostResolver },
  ],
  exports: [AddressGuard, HostResolver, OutboundHttp],
})
export class OutboundModule {}
