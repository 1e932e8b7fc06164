import { Global, Module } from '@nestjs/common';
import { AuditChainRepository } from './audit-chain.repository';
import { AuditChainer } from './audit-chainer';
import { AuditContext } from './audit-context';
import { AuditEntriesRepository } from './audit-entries.repository';
import { AuditLog } from './audit-log';
import { AuditVerifier } from './audit-verifier';
import { AuditVerifyRepository } from './audit-verify.repository';
import { DailyHeadsRepository } from './daily-heads.repository';

/** {@link AuditLog} for every process; its chain is made in the worker, its routes are iam's. */
@Global()
@Module({
  providers: [
    AuditChainRepository,
    AuditChainer,
    AuditContext,
    AuditEntriesRepository,
    AuditLog,
    AuditVerifier,
    AuditVerifyRepository,
    DailyHeadsRepository,
  ],
  exports: [AuditChainer, AuditContext, AuditEntriesRepository, AuditLog, AuditVerifier, DailyHeadsRepository],
})
export class AuditModule {}
