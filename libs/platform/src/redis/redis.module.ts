import { Global, Module } from '@nestjs/common';
import { RedisConnection } from './redis-connection';

/** {@link RedisConnection} for every module of the process. */
@Global()
@Module({ providers: [RedisConnection], exports: [RedisConnection] })
export class RedisModule {}
