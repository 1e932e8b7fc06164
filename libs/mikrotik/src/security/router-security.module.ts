import { Module } from '@nestjs/common';
import { RouterCache } from '../cache/router-cache';
import { MikrotikModule } from '../mikrotik.module';
import { RouterCapabilitiesService } from '../services/router-capabilities.service';
import { RouterInspection } from '../services/router-inspection.service';
import { RotateCredentials } from './rotate-credentials.service';
import { RouterLogins } from './router-logins';

const SERVICES = [RotateCredentials, RouterCache, RouterCapabilitiesService, RouterInspection, RouterLogins];

/** What routers are and can, how they are protected, and copies of their slow-moving tables. */
@Module({ imports: [MikrotikModule], providers: SERVICES, exports: SERVICES })
export class RouterSecurityModule {}
