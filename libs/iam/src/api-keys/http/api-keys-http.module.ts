import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys.module';
import { ApiKeysController } from './api-keys.controller';

/** The routes of API keys. */
@Module({ imports: [ApiKeysModule], controllers: [ApiKeysController], exports: [ApiKeysModule] })
export class ApiKeysHttpModule {}
