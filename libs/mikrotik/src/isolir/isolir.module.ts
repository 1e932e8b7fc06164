import { Module } from '@nestjs/common';
import { IsolirInfrastructure } from './isolir-infrastructure';
import { ISOLIR_CONTRIBUTORS } from './isolir.contributors';
import { IsolirRepository } from './isolir.repository';

/** What isolir wants on routers. */
@Module({
  providers: [IsolirInfrastructure, IsolirRepository, ...ISOLIR_CONTRIBUTORS],
  exports: [IsolirInfrastructure, IsolirRepository],
})
export class IsolirModule {}
