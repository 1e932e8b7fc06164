import { Module } from '@nestjs/common';
import { IamModule } from './iam.module';

/** The routes of iam and the guard of all routes. */
@Module({ imports: [IamModule] })
export class IamHttpModule {}
