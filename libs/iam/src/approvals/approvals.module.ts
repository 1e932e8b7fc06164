import { Module } from '@nestjs/common';
import { loadConfig } from '@app/platform';
import { ApprovalsRepository } from './approvals.repository';
import { Approvals } from './approvals.service';
import { FourEyesConfig } from './four-eyes.config';

/** Four-eyes approval for the services of other libs; it brings its configuration along. */
@Module({
  providers: [
    { provide: FourEyesConfig, useFactory: () => loadConfig(FourEyesConfig) },
    ApprovalsRepository,
    Approvals,
  ],
  exports: [Approvals],
})
export class ApprovalsModule {}
