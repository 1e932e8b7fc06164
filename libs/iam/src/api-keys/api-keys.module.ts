import { Module } from '@nestjs/common';
import { SitesModule } from '../sites.module';
import { ApiKeyActors } from './api-key-actors';
import { ApiKeysRepository } from './api-keys.repository';
import { ApiKeysService } from './api-keys.service';

/** Keys of integrators, for the API: their requests are counted by the rate limiter of the HTTP platform. */
@Module({
  imports: [SitesModule],
  providers: [ApiKeyActors, ApiKeysRepository, ApiKeysService],
  exports: [ApiKeyActors, ApiKeysService],
})
export class ApiKeysModule {}
