import { Module } from '@nestjs/common';
import { PurgeSignInsJob } from './jobs/purge-sign-ins.job';
import { SignInPurgeRepository } from './repositories/sign-in-purge.repository';

/** Background work of iam; the worker app imports it. It needs no configuration, and no secret of the API. */
@Module({ providers: [PurgeSignInsJob, SignInPurgeRepository] })
export class IamWorkerModule {}
